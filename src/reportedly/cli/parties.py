"""`reportedly parties`: the packs of parties, people and media."""

from __future__ import annotations

from pathlib import Path

import click

from reportedly.cli._options import json_option
from reportedly.cli._output import lines, out, plural, remark, table


@click.group("parties")
def command() -> None:
    """Who is who: the packs of parties, people and media."""


@command.command("list")
@json_option
def list_packs(as_json: bool) -> None:
    """List the packs in use; with --json every entry, with its pack."""
    from reportedly.packs import default_registry

    packs = default_registry().packs
    if as_json:
        import msgspec

        lines({"pack": pack.name} | msgspec.to_builtins(entry) for pack in packs for entry in pack.entries)
        return
    rows = [(pack.name, pack.title, pack.version, len(pack.entries), ", ".join(p.name for p in pack.parties)) for pack in packs]
    table(("pack", "title", "version", "entries", "parties"), rows)
    out().print(plural(len(rows), "pack"), style="dim")


@command.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
def check_packs(files: tuple[Path, ...]) -> None:
    """Check packs without adding them; every faulty one gives one error."""
    from reportedly.model import PackError
    from reportedly.packs import check

    faults = []
    for path in files:
        try:
            pack = check(path)
        except PackError as error:
            faults.append(error)
            remark(f"reportedly: {error}")
        else:
            remark(f"{path}: {plural(len(pack.entries), 'entry')}, no faults")
    if faults:
        raise click.exceptions.Exit(1)


@command.command("add")
@click.argument("file", type=click.Path(path_type=Path))
def add_pack(file: Path) -> None:
    """Add a pack, checked first; one of the same name is replaced."""
    from reportedly.packs import add

    pack = add(file)
    remark(f"Added {pack.name}: {plural(len(pack.entries), 'entry')}.")

"""`reportedly parties`: the packs of parties, people and media."""

from __future__ import annotations

from pathlib import Path

import click

from reportedly.cli._options import json_option, paths_argument
from reportedly.cli._output import lines, out, plural, problems, remark, table


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
@json_option
def check_packs(files: tuple[Path, ...], as_json: bool) -> None:
    """Check packs without adding them; every faulty one gives one error."""
    from reportedly.model import PackError
    from reportedly.packs import check

    faulty = False
    for path in files:
        told: dict[str, object] = {"file": str(path), "entries": None, "fault": None}
        try:
            told["entries"] = count = len(check(path).entries)
        except PackError as error:
            faulty = True
            told["fault"] = str(error)
            remark(f"reportedly: {error}")
        else:
            remark(f"{path}: {plural(count, 'entry')}, no faults")
        if as_json:
            lines([told])
    if faulty:
        raise click.exceptions.Exit(1)


@command.command("add")
@click.argument("file", type=click.Path(path_type=Path))
def add_pack(file: Path) -> None:
    """Add a pack, checked first; one of the same name is replaced."""
    from reportedly.packs import add

    pack = add(file)
    remark(f"Added {pack.name}: {plural(len(pack.entries), 'entry')}.")


@command.command("propose")
@paths_argument
def propose(paths: tuple[Path | str, ...]) -> None:
    """Print, as a pack, the outlets that pages say they are of and no pack knows.

    PATHs are saved pages, web archives, or folders of them. The pages' word is no proof: look, complete, then add the file.
    """
    from reportedly.capture import capture
    from reportedly.capture.publishers import Publisher, publishers
    from reportedly.packs import default_registry
    from reportedly.packs.proposing import as_pack, proposals

    found = list(publishers(capture(paths)))
    entries = proposals([one for one in found if isinstance(one, Publisher)], default_registry())
    if entries:
        click.echo(as_pack(entries), nl=False)
    remark(f"{plural(len(entries), 'outlet')} proposed")
    if problems([one for one in found if not isinstance(one, Publisher)]):
        raise click.exceptions.Exit(1)

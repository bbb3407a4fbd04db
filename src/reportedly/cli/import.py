"""`reportedly import`: a ledger out of its own export, entry by entry the same."""

from __future__ import annotations

from pathlib import Path

import click

from reportedly.cli._options import ledger_option, opened
from reportedly.cli._output import lines, plural, remark
from reportedly.cli._progress import telling


@click.command("import")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@ledger_option
@click.option("--key", metavar="KEY", help="Trust only checkpoints signed with this public key; default the one in the file.")
@click.option("--json", "as_json", is_flag=True, help="What was done as JSON on standard output.")
def command(path: Path, ledger_path: str, key: str | None, as_json: bool) -> None:
    """Make the ledger that `reportedly export ledger` wrote to FILE.

    The file is checked whole before anything is written: every entry, content, checkpoint and original. The ledger must be
    new or empty, or an older state of the same one, which then gets what it lacks. All is taken in, or nothing.
    """
    from reportedly.ledger import Bundle

    with Bundle(path, key) as exported, telling() as told:
        exported.check()
        with opened(ledger_path, create=True) as ledger:
            done = ledger.take_in(exported, told.advance("entries", exported.manifest.size))
    if as_json:
        lines([done])
        return
    if not done.entries:
        remark(f"Nothing new: the ledger has these {plural(done.size, 'entry')} already.")
        return
    remark(
        f"Imported {plural(done.entries, 'entry')} and {plural(done.originals, 'original')}; "
        f"the log now has {plural(done.size, 'entry')}, root {done.root[:16]}."
    )
    if exported.manifest.key:
        remark("The signing key is not in an export: before you add here, copy the KEY file from beside the old ledger.")

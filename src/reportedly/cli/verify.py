"""`reportedly verify`: the log checked from end to end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportedly.cli._exits import Exit
from reportedly.cli._options import json_option, ledger_option, opened
from reportedly.cli._output import lines, plural, remark

if TYPE_CHECKING:
    from reportedly.ledger import Verification


@click.command("verify")
@ledger_option
@click.option("--key", metavar="KEY", help="The public key to trust (name+hash+base64), kept elsewhere.")
@click.option("--witness", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A witness file kept elsewhere.")
@click.option(
    "--tsa-roots",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Certificates (PEM) whose time-stamps are trusted; default LEDGER.timestamps/trusted.pem.",
)
@json_option
@click.pass_context
def command(
    ctx: click.Context, ledger_path: str, key: str | None, witness: Path | None, tsa_roots: Path | None, as_json: bool
) -> None:
    """Check the log from end to end.

    Every entry, content, checkpoint and original, offline; the first fault named is the first bad entry.
    It proves that nothing was changed since the checkpoints were kept, not that what was reported is true. Give a witness
    file (`reportedly log --witness`) to somebody else, or have checkpoints stamped (`reportedly stamp`): a log that only
    its keeper holds finds accidents, not its keeper.
    """
    with opened(ledger_path) as ledger:
        found = ledger.verify(key, witness=witness, tsa_roots=tsa_roots)
    if as_json:
        lines([found])
    else:
        _print(found)
    ctx.exit(Exit.OK if found.good else Exit.FAILED)


def _print(found: Verification) -> None:
    for fault in found.faults:
        click.echo(f"bad: {fault}")
    for note in found.notes:
        remark(f"note: {note}")
    checked = f"{found.entries} entries, {plural(found.checkpoints, 'checkpoint')}, {plural(found.originals, 'original')}"
    redacted = f", {found.redacted} redacted" if found.redacted else ""
    stamped = f", {plural(found.stamps, 'time-stamp')}" if found.stamps else ""
    click.echo(f"{'good' if found.good else plural(len(found.faults), 'fault')}: {checked}{redacted}{stamped}; root {found.root}")

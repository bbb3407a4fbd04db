"""`reportedly undo`: taking a judgement back."""

from __future__ import annotations

import click

from reportedly.cli._options import by_option, json_option, ledger_option, opened, reason_option
from reportedly.cli._output import lines, remark


@click.command("undo")
@click.argument("judgement")
@by_option
@reason_option
@ledger_option
@json_option
def command(judgement: str, by: str, reason: str, ledger_path: str, as_json: bool) -> None:
    """Take a judgement back.

    Both the judgement and its undoing stay in the log.
    """
    with opened(ledger_path) as ledger:
        undone = ledger.undo(judgement, by=by, reason=reason)
    if as_json:
        lines([undone])
    else:
        remark(f"{undone.id}: {undone.decision} on {undone.what} no longer counts.")

"""`reportedly judge`: a person's reversible decision."""

from __future__ import annotations

import click

from reportedly.cli._options import DECISION, by_option, json_option, ledger_option, opened, reason_option
from reportedly.cli._output import lines, remark
from reportedly.model import Decision


@click.command("judge")
@click.argument("what")
@click.argument("decision", type=DECISION)
@by_option
@reason_option
@ledger_option
@json_option
def command(what: str, decision: Decision, by: str, reason: str, ledger_path: str, as_json: bool) -> None:
    """Record a person's decision.

    WHAT is an event, point, origin, claim or report by its id, or several ids in one quoted argument.
    The decision stays in the log with name, time and reason; `reportedly undo` takes it back.
    """
    with opened(ledger_path) as ledger:
        judgement = ledger.judge(what, decision, by=by, reason=reason)
    if as_json:
        lines([judgement])
    else:
        remark(f"{judgement.id}: {judgement.by} says {judgement.decision} on {judgement.what}.")

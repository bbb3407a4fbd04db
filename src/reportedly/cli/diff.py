"""`reportedly diff`: what changed between two moments."""

from __future__ import annotations

import click

from reportedly.cli._options import MOMENT, json_option, ledger_option, opened
from reportedly.cli._output import lines, remark, table


@click.command("diff")
@click.option("--from", "start", type=MOMENT, required=True, help="The earlier moment; a date means its end.")
@click.option("--to", "end", type=MOMENT, help="The later moment; default now.")
@ledger_option
@json_option
def command(start: str, end: str | None, ledger_path: str, as_json: bool) -> None:
    """Tell what changed between two moments.

    New and gone events, standings, answers and counts.
    """
    with opened(ledger_path) as ledger:
        found = ledger.changes(start, end)
    if as_json:
        lines(found)
    elif found:
        rows = [(one.event, one.title, one.what, one.question, one.before, one.after) for one in found]
        table(("event", "title", "change", "point", "before", "after"), rows)
    else:
        remark("No change.")

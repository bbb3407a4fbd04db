"""`reportedly reports`: what was taken in."""

from __future__ import annotations

import click

from reportedly.cli._options import json_option, ledger_option, opened
from reportedly.cli._output import lines, minute, out, plural, remark, table


@click.command("reports")
@ledger_option
@json_option
def command(ledger_path: str, as_json: bool) -> None:
    """List the reports and their revisions."""
    with opened(ledger_path) as ledger:
        found = ledger.reports()
    if as_json:
        lines(found)
        return
    if not found:
        remark("No reports.")
        return
    rows = [
        (minute(one.published_at), one.outlet, one.title, one.revisions, one.claims, minute(one.last_captured), one.latest)
        for one in found
    ]
    table(("published", "outlet", "title", "revisions", "claims", "captured", "revision"), rows)
    out().print(plural(len(rows), "report"), style="dim")

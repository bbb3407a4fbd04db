"""`reportedly rebuild`: the views derived anew from the log."""

from __future__ import annotations

import click

from reportedly.cli._options import json_option, ledger_option, opened
from reportedly.cli._output import lines, remark


@click.command("rebuild")
@ledger_option
@json_option
def command(ledger_path: str, as_json: bool) -> None:
    """Derive every view anew from the log.

    Tells whether the views were equal before.
    """
    with opened(ledger_path) as ledger:
        rebuilt = ledger.rebuild()
    if as_json:
        lines([rebuilt])
    elif rebuilt.equal:
        remark(f"Rebuilt from {rebuilt.entries} entries: every view was equal before.")
    else:
        remark(f"Rebuilt from {rebuilt.entries} entries: these views differed before: {', '.join(rebuilt.differing)}.")

"""`reportedly search`: revisions by their words."""

from __future__ import annotations

import click

from reportedly.cli._options import json_option, ledger_option, opened
from reportedly.cli._output import lines, remark, table


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@ledger_option
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@json_option
def command(words: tuple[str, ...], ledger_path: str, limit: int, as_json: bool) -> None:
    """Find revisions by their words.

    All the WORDS must be in the title or text.
    """
    with opened(ledger_path) as ledger:
        found = ledger.search(" ".join(words), limit=limit)
    if as_json:
        lines(found)
    elif found:
        rows = [(one.id, one.published_at and f"{one.published_at:%Y-%m-%d %H:%M}", one.outlet, one.title) for one in found]
        table(("revision", "published", "outlet", "title"), rows)
    else:
        remark("Nothing has all the words.")

"""`reportedly revisions`: what a report changed, in its words and in its claims, and whether it said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reportedly.cli._options import json_option, ledger_option, opened
from reportedly.cli._output import lines, minute, plain, remark

if TYPE_CHECKING:
    from reportedly.ledger import Ledger, Rewritten

_SAID = {
    "note": "declared",
    "stamp": "declared only by a time",
    "metadata": "declared only in the page's data",
    "silent": "silent: nothing says that it changed",
}


@click.command("revisions")
@click.argument("report")
@ledger_option
@json_option
def command(report: str, ledger_path: str, as_json: bool) -> None:
    """Show what each revision of a report changed.

    REPORT is an id as `reportedly reports` lists it, or the report's address. "-" marks words and claims that went, "+" those
    that came.
    """
    with opened(ledger_path) as ledger:
        known = next((one for one in ledger.reports() if report in (one.report, one.url)), None)
        found = ledger.rewritten(known.report if known else report)
        if as_json:
            lines(found)
            return
        for one in found:
            _print(one, ledger)
        if not found:
            remark("One revision only; nothing changed since.")
        if known and known.misses:
            remark(f"{known.availability}: not found in {known.misses} tries since {minute(known.missed_since)}")


def _print(one: Rewritten, ledger: Ledger) -> None:
    click.echo(f"{minute(one.captured_at)}  {one.before} -> {one.after}  {_SAID[one.disclosure]}")
    if one.words:
        click.echo(f"  {plain(one.words)}")
    for piece in one.pieces:
        for mark, words in (("-", piece.before), ("+", piece.after)):
            if words:
                click.echo(f"  {mark} {plain(' '.join(words.split()))}")
    for mark, ids in (("-", one.dropped), ("+", one.added)):
        for claim in ids:
            click.echo(f"  {mark} claim: {plain(_words(ledger, claim))}")
    for old, new in one.changed:
        click.echo(f"  ~ claim: {plain(_words(ledger, old))}  ->  {plain(_words(ledger, new))}")


def _words(ledger: Ledger, claim_id: str) -> str:
    revision, _, number = claim_id.partition("/")
    claim = next(one for one in ledger.reading(revision).claims if one.id == number)
    return f"{claim.text} ({claim.event_type}, {claim.polarity}, {claim.certainty})"

"""`reportedly media`: pictures and videos that were seen before, and those that are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reportedly.cli._options import json_option, ledger_option, opened
from reportedly.cli._output import lines, minute, remark, table

if TYPE_CHECKING:
    from reportedly.ledger import Appearance, MediaFinding

_WORDS = {"reused": "reused", "duplicates": "duplicate", "missing": "not captured", "unclear": "no fingerprint"}


@click.command("media")
@click.argument("which", type=click.Choice(list(_WORDS)), nargs=-1)
@ledger_option
@json_option
def command(which: tuple[str, ...], ledger_path: str, as_json: bool) -> None:
    """List media worth a look.

    reused: the ledger saw the same at least three days before what the report says of it. That proves no falsehood, an
    archive picture is legitimate: both places and times stand side by side. duplicates: several reports carry the same.
    missing: named, but not captured. unclear: no fingerprint, or one that tells little. Without a word, all of these.
    """
    wanted = {_WORDS[word] for word in which or _WORDS}
    with opened(ledger_path) as ledger:
        found = [one for one in ledger.media() if one.finding in wanted]
    if as_json:
        lines(found)
    elif found:
        table(("finding", "file", "in this report", "it says", "first seen here", "it said then", "known by"), map(_row, found))
    else:
        remark("Nothing of the kind.")


def _row(one: MediaFinding) -> tuple[object, ...]:
    first = (_where(one.first), _claimed(one.first)) if one.first else ("", "")
    return (one.finding, one.now.name or one.now.kind, _where(one.now), _claimed(one.now), *first, _how(one))


def _where(one: Appearance) -> str:
    return f"{one.outlet or one.report}, {minute(one.said_at)}"


def _claimed(one: Appearance) -> str:
    """Place and time of what the report claims, as far as it says."""
    days = " to ".join(dict.fromkeys(day for day in (one.time_from, one.time_to) if day))
    return "; ".join(part for part in (", ".join(one.places[:3]), days) if part) or "no place or time"


def _how(one: MediaFinding) -> str:
    if one.match is None:
        return one.same or one.note or ""
    mirrored = ", mirrored" if one.match.mirrored else ""
    return f"{one.match.method} {one.match.score:.2f}{mirrored}: {one.match.params}"

"""What a search found: each text with the stretch around the first of the words."""

from __future__ import annotations

import re

import msgspec

from reportedly.ledger import EventFilter, Ledger
from reportedly.model import Revision
from reportedly.web._day import Row, row

SNIPPET = 240
"""Characters shown, to whole words."""
EVENTS = 10
"""Events shown above the texts."""
COLUMNS = ("revision", "title", "outlet", "published_at", "snippet")


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One text found; `snippet` in pieces, each with whether it is one of the words."""

    revision: str
    title: str | None
    outlet: str | None
    published_at: str | None
    snippet: tuple[tuple[str, bool], ...]


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """The search page."""

    q: str
    events: tuple[Row, ...] = ()
    hits: tuple[Hit, ...] = ()


def search(ledger: Ledger, q: str) -> Search:
    """Events whose title, place, speakers or answers have the words, then those that texts with all the words tell of."""
    if not q.strip():
        return Search(q=q)
    hits = ledger.search(q)
    named = tuple(row(one) for one in ledger.listing(EventFilter(q=q), most=EVENTS).events)
    told = (row(one) for one in ledger.told_by((one.id for one in hits), most=EVENTS))
    known = {one.id for one in named}
    events = (*named, *(one for one in told if one.id not in known))
    return Search(q=q, events=events[:EVENTS], hits=tuple(hit(one, q) for one in hits))


def hit(revision: Revision, q: str) -> Hit:
    """A revision as the search shows it."""
    return Hit(
        revision=revision.id,
        title=revision.title,
        outlet=revision.outlet,
        published_at=revision.published_at.isoformat() if revision.published_at else None,
        snippet=_snippet(revision.text, re.compile("|".join(re.escape(word) for word in q.split()), re.IGNORECASE)),
    )


def cells(one: Hit) -> list[object]:
    """A hit for CSV, in the order of COLUMNS."""
    return [one.revision, one.title, one.outlet, one.published_at, "".join(text for text, _ in one.snippet)]


def _snippet(text: str, words: re.Pattern[str]) -> tuple[tuple[str, bool], ...]:
    found = words.search(text)
    at = max(0, (found.start() if found else 0) - SNIPPET // 3)
    shown = text[at : at + SNIPPET]
    if at:
        shown = f"… {shown.partition(' ')[2] or shown}"
    if at + SNIPPET < len(text):
        shown = f"{shown.rpartition(' ')[0] or shown} …"
    pieces, last = list[tuple[str, bool]](), 0
    for match in words.finditer(shown):
        pieces += [(shown[last : match.start()], False), (match[0], True)]
        last = match.end()
    return tuple(piece for piece in (*pieces, (shown[last:], False)) if piece[0])

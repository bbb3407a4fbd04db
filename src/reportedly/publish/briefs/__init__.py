"""Briefs: events with their points, who answers them how, and the exact words. No adjectives of our own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportedly.ledger.values import LedgerClaim
from reportedly.model import Event
from reportedly.publish.briefs._compose import compose
from reportedly.publish.briefs._drawn import brief_of
from reportedly.publish.briefs._pages import BriefFormat, page
from reportedly.publish.briefs._values import Brief
from reportedly.publish.briefs._watch import WatchList, watch_list

__all__ = ["Brief", "BriefFormat", "WatchList", "brief", "brief_of", "compose", "page", "watch_list"]


def brief(
    events: Iterable[Event],
    claims: Mapping[str, LedgerClaim],
    *,
    title: str,
    as_of: str | None = None,
    format: BriefFormat = "md",
) -> str:
    """The brief of these events as one text. `claims` by id supply the exact words."""
    return page(compose(events, claims, title=title, as_of=as_of), format).decode()

"""What a format is given, drawn from one state of a ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

from reportedly.ledger import Ledger, Snapshot, moment, spelled
from reportedly.model import Standing
from reportedly.publish._content import Content

T = TypeVar("T")
Watch = Callable[[str, int | None, Iterable[T]], Iterator[T]]
"""Told which stream is read (`events`, `claims` ...), how long it is at most, and given the stream to pass on."""


def drawn(
    ledger: Ledger,
    view: Snapshot,
    *,
    as_of: str | None = None,
    since: str | None = None,
    place: str | None = None,
    standing: Standing | None = None,
    exact: bool = False,
    watch: Watch[Any] | None = None,
) -> Content:
    """The content of a snapshot at `as_of`; with `since`, for feeds, which filter by standing themselves."""
    at = moment(as_of, end=True) if as_of else datetime.now(UTC)
    wanted = None if since else standing

    def watched(what: str, stream: Iterable[T]) -> Iterable[T]:
        return watch(what, view.count(what), stream) if watch else stream

    before = spelled(moment(since, end=True)) if since else None
    return Content(
        events=lambda: watched("events", view.events(place=place, standing=wanted, since=before)),
        claims=lambda: watched("claims", view.claims(place=place, standing=wanted)),
        observed=lambda: watched("observed", view.observed()),
        reports=lambda: watched("reports", view.reports()),
        revisions=view.revisions,
        named=view.named,
        earlier=lambda: view.earlier(before, place=place) if before else (),
        log=ledger.bundle,
        exact=exact,
        at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        standing=standing,
    )

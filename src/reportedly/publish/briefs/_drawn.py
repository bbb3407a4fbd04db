"""A brief drawn from a ledger: the events that are wanted, their claims and reports, and what differs from an earlier moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reportedly.ledger import Ledger, changes
from reportedly.model import Event
from reportedly.publish.briefs._compose import compose
from reportedly.publish.briefs._values import Brief

Wanted = Callable[[Event], bool]


def brief_of(
    ledger: Ledger,
    *,
    title: str,
    wanted: Wanted = lambda event: True,
    as_of: str | None = None,
    since: str | None = None,
    exact: bool = False,
) -> Brief:
    """The brief of the events that are `wanted`, all of one moment; only their claims and reports are read."""
    with ledger.snapshot(as_of) as view:
        events = [event for event in view.events() if wanted(event)]
        claims = {claim.id: claim for claim in view.claims_by_id(_claims(events))}
        reports = view.named([*{claim.report: None for claim in claims.values()}, *_carriers(events)])
    earlier = [event for event in ledger.events(since) if wanted(event)] if since else []
    return compose(
        events, claims, title=title, as_of=as_of, since=since, reports=reports, exact=exact,
        changes=changes(earlier, events) if since else (),
    )  # fmt: skip


def _claims(events: Iterable[Event]) -> dict[str, None]:
    return {id_: None for event in events for point in event.points for answer in point.answers for id_ in answer.claims}


def _carriers(events: Iterable[Event]) -> list[str]:
    return [carrier for event in events for origin in event.origins for carrier in origin.carriers]

"""From observed revisions to events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from datetime import datetime

from reportedly.linking._answers import Setting
from reportedly.linking._blocks import block_of
from reportedly.linking._changes import changes
from reportedly.linking._events import Cluster, clusters
from reportedly.linking._history import History, histories
from reportedly.linking._item import Item
from reportedly.linking._items import items
from reportedly.linking._judged import apply
from reportedly.linking._names import Names
from reportedly.linking._origins import Found, find_origins
from reportedly.linking._places import node
from reportedly.linking._points import points
from reportedly.linking._registry import NoRegistry, Registry, Remembered
from reportedly.linking._times import day, spelled, utc
from reportedly.linking._titles import title
from reportedly.linking._verdicts import Verdicts
from reportedly.model import Counts, Event, Judgement, Observed, Place, Point, When


def link(
    observed: Iterable[Observed],
    judgements: Iterable[Judgement] = (),
    registry: Registry | None = None,
    *,
    blocks: Set[str] | None = None,
) -> tuple[Event, ...]:
    """All events that the observed revisions speak of, by time and id; the same for any order of `observed`.

    `registry` knows names and parties; without one nobody has a party. `blocks` limits the result to events of these
    blocks: then only reports that bear on them (`block_keys`) need be given.
    """
    told = histories(observed)
    found = [item for history in told for item in items(history)]
    return link_items(told, found, judgements, Remembered(registry or NoRegistry()), blocks)


def link_items(
    told: Iterable[History],
    found: Iterable[Item],
    judgements: Iterable[Judgement],
    registry: Registry,
    blocks: Set[str] | None = None,
) -> tuple[Event, ...]:
    """The same from reports whose items are known."""
    by_report = {history.report: history for history in told}
    verdicts = Verdicts(judgements)
    clustered = apply(clusters(found), verdicts)
    events = [
        _event(cluster, by_report, registry, verdicts) for cluster in clustered if blocks is None or block_of(cluster) in blocks
    ]
    return tuple(sorted(events, key=in_order))


def in_order(event: Event) -> tuple[str, str, str]:
    """By time, title and id."""
    return event.time.first if event.time and event.time.first else "", event.title, event.id


def _event(cluster: Cluster, by_report: Mapping[str, History], registry: Registry, verdicts: Verdicts) -> Event:
    names = Names(cluster.items, registry)
    found = find_origins(cluster, names, verdicts)
    answered = points(Setting(cluster, found, names, verdicts))
    reports = sorted({item.report for item in cluster.items})
    revisions = changes(cluster, [by_report[report] for report in reports])
    place = _place(cluster)
    event_type = _event_type(cluster)
    captures = [utc(item.told.first.revision.captured_at) for item in cluster.items]
    gone = [_dropped_at(item, by_report[item.report]) for item in cluster.items if not item.current]
    return Event(
        id=cluster.id,
        title=title(event_type, place, cluster),
        event_type=event_type,
        place=place,
        time=_time(cluster),
        first_seen=spelled(min(captures)),
        last_change=spelled(max([*captures, *gone])),
        counts=_counts(cluster, found),
        points=answered,
        origins=tuple(sorted(found.origins.values(), key=lambda o: (o.uttered_at or "", o.id))),
        revisions=revisions,
        judgements=verdicts.about(_ids(cluster, found, answered)),
        block=block_of(cluster),
    )


def _event_type(cluster: Cluster) -> str:
    """The type that most claims of the event's own group have."""
    count = Counter(item.event_type for item in cluster.items if item.group == cluster.group)
    return min(count, key=lambda code: (-count[code], code))


def _place(cluster: Cluster) -> Place | None:
    """The event's place in the words that name it first, those of a claim's own before inherited ones."""
    held = [item for item in cluster.items if item.place and node(item.place) == cluster.node]
    first = min(held, key=lambda item: (item.inherited is not None, item.order), default=None)
    return first.place if first else None


def _time(cluster: Cluster) -> When | None:
    """The window of the event; with the words of a claim that gives just this, without words when no claim does."""
    if cluster.window is None:
        return None
    dated = [item for item in cluster.items if item.days and item.days.dated and item.claim.time]
    exact = [item for item in dated if item.days and (item.days.first, item.days.last) == cluster.window]
    for item in sorted(exact, key=lambda item: item.order)[:1]:
        assert item.claim.time is not None
        return item.claim.time
    first, last = cluster.window
    asserted = [item for item in cluster.items if item.days and item.polarity == "asserted"] or list(cluster.items)
    low = first if dated else min(item.days.first for item in asserted if item.days)
    return When(text="", start=0, end=0, first=day(low), last=day(last), time_precision=1 if low == last else 2)


def _counts(cluster: Cluster, found: Found) -> Counts:
    return Counts(
        reports=len({item.report for item in cluster.items}),
        outlets=len({item.revision.outlet or item.report for item in cluster.items}),
        claims=len({item.id for item in cluster.items}),
        origins=len(found.origins),
    )


def _dropped_at(item: Item, history: History) -> datetime:
    """The capture of the first revision that no longer has the claim."""
    ids = [one.revision.id for one in history.revisions]
    after = history.revisions[ids.index(item.revision.id) + 1 :]
    return utc(after[0].revision.captured_at) if after else utc(item.revision.captured_at)


def _ids(cluster: Cluster, found: Found, answered: Iterable[Point]) -> frozenset[str]:
    claims = {id_ for item in cluster.items for id_ in item.told.ids}
    origins = {origin.id for origin in found.origins.values()}
    return frozenset({cluster.id, *claims, *origins, *(point.id for point in answered)})

"""Items into events: the same place, days that meet, types of one group. The same whatever the order of arrival."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence

import msgspec

from reportedly.linking._item import Item, ordered, retyped
from reportedly.linking._kinds import agree, means
from reportedly.linking._places import area, contains
from reportedly.linking._settled import settled
from reportedly.linking._subjects import denies_itself
from reportedly.linking._text import digest
from reportedly.linking._times import FOLLOW_UP
from reportedly.linking._types import is_other

RUN_DATED = 2
RUN_UNDATED = 4
"""Days. A longer run of days with claims is daily activity, and each day an event of its own."""

Window = tuple[int, int]


class Cluster(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """The items of one event. `window` are its first and last day, None when no day is known."""

    id: str
    node: str
    group: str
    window: Window | None
    items: tuple[Item, ...]
    summary: bool = False
    only_denied: bool = False
    notes: tuple[str, ...] = ()


def clusters(items: Iterable[Item]) -> list[Cluster]:
    """All events. A denial joins every event within the scope of its words, and makes one only when there is none.

    One that sums up many days ("nobody came this month") is kept as such besides.
    """
    found = agree(agree_on_types(settled(ordered(items))))
    told = [item for item in found if item.polarity == "asserted"]
    denials = [item for item in found if item.polarity == "denied"]
    events = _grouped(told)
    joined: dict[str, list[Item]] = {event.id: [] for event in events}
    index = _Index(events)
    alone: list[Item] = []
    for denial in denials:
        targets = [event for event in index.within(denial) if not _says_itself(denial, event)]
        for event in targets:
            joined[event.id].append(denial)
        if not targets or denial.summary:
            alone.append(denial)
    events = [_with(event, joined[event.id]) for event in events]
    return events + [_only_denied(one, joined.keys()) for one in _grouped(alone)]


def _only_denied(event: Cluster, taken: Collection[str]) -> Cluster:
    """What is only denied; it has an id of its own where its speaker asserts an event of the same place, day and kind."""
    id_ = f"e{digest(event.id, 'denied')}" if event.id in taken else event.id
    return msgspec.structs.replace(event, id=id_, only_denied=True)


def agree_on_types(items: Sequence[Item]) -> list[Item]:
    """Where claims of one place and day use one event word, the type most of them have holds for all."""
    votes: dict[object, Counter[tuple[str, str]]] = defaultdict(Counter)
    for item in items:
        if _votes(item):
            votes[_ballot(item)][(item.group, item.event_type)] += 1
    chosen = {ballot: min(count, key=lambda t: (is_other(t[0]), -count[t], t)) for ballot, count in votes.items()}
    return [retyped(item, chosen[_ballot(item)]) if _votes(item) else item for item in items]


def _votes(item: Item) -> bool:
    return bool(item.stem) and item.place is not None and item.days is not None and not item.summary


def _ballot(item: Item) -> object:
    return item.node, item.days.last if item.days else None, item.stem


def _grouped(items: Sequence[Item]) -> list[Cluster]:
    groups: dict[tuple[str, str, bool], list[Item]] = defaultdict(list)
    for item in items:
        groups[item.node, item.group, item.summary].append(item)
    found = []
    for (node, group, summary), members in sorted(groups.items()):
        for window, inside in _windows(members, summary):
            parts = [node, group, window[0] if window else "undated", *([window] if summary else [])]
            found.append(
                Cluster(id=f"e{digest(*parts)}", node=node, group=group, window=window, items=tuple(inside), summary=summary)
            )
    return found


def _windows(items: Sequence[Item], summary: bool) -> list[tuple[Window | None, list[Item]]]:
    """Items by windows of days: those of one stated day first, then the loose ones to a window they meet.

    Of two, to the one that its own report dates, that most reports date, that is later.
    """
    by_window: dict[Window | None, list[Item]] = defaultdict(list)
    if summary:
        for item in items:
            by_window[(item.days.first, item.days.last) if item.days else None].append(item)
        return sorted(by_window.items(), key=lambda pair: pair[0] or (0, 0))
    fixed = [item for item in items if item.days and item.days.dated and item.days.length == 1]
    windows = _told_apart(_runs({item.days.last for item in fixed if item.days}, RUN_DATED), fixed)
    dating = {w: {item.report for item in fixed if item.days and item.days.overlaps(*w)} for w in windows}
    left: list[Item] = []
    for item in items:
        if item.days is None:
            by_window[None].append(item)
            continue
        met = [w for w in windows if item.days.overlaps(*w)]
        if met:
            by_window[max(met, key=lambda w: (item.report in dating[w], len(dating[w]), w))].append(item)
        else:
            left.append(item)
    loose = _runs({item.days.last for item in left if item.days}, RUN_UNDATED)
    for item in left:
        assert item.days is not None
        by_window[next(w for w in loose if w[0] <= item.days.last <= w[1])].append(item)
    return sorted(by_window.items(), key=lambda pair: pair[0] or (0, 0))


def _told_apart(windows: list[Window], items: Sequence[Item]) -> list[Window]:
    """The windows, those of two days split where one report tells of both: it tells of two events."""
    by_report: dict[str, set[int]] = defaultdict(set)
    for item in items:
        if item.days and item.dated_itself:
            by_report[item.revision.id].add(item.days.last)
    found: list[Window] = []
    for first, last in windows:
        apart = first < last and any({first, last} <= days for days in by_report.values())
        found += [(first, first), (last, last)] if apart else [(first, last)]
    return found


def _runs(days: set[int], longest: int) -> list[Window]:
    """Runs of consecutive days; a run longer than `longest` falls into its days."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] <= 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [w for run in runs for w in ([(run[0], run[-1])] if len(run) <= longest else [(day, day) for day in run])]


class _Index:
    """Events found by where and of what kind they are, and by their reports."""

    def __init__(self, events: Sequence[Cluster]) -> None:
        self._by_kind: dict[tuple[str, str], list[Cluster]] = defaultdict(list)
        self._by_report: dict[str, list[tuple[Item, Cluster]]] = defaultdict(list)
        for event in events:
            around = area(event.items[0].place, event.node)
            for kind in {f"group {event.group}", *(f"word {item.stem}" for item in event.items if item.stem)}:
                self._by_kind[kind, around].append(event)
            for item in event.items:
                self._by_report[item.report].append((item, event))

    def within(self, denial: Item) -> list[Cluster]:
        """The events that the denial's words cover: type, days and place; without a place, those its report speaks of."""
        place = denial.place
        kinds = [f"group {denial.group}", *([f"word {denial.stem}"] if denial.stem else [])]
        if place is not None:
            around = area(place, denial.node)
            found = {e.id: e for kind in kinds for e in self._by_kind[kind, around] if _meets(denial, e)}
            return [found[id_] for id_ in sorted(found) if _lies_in(found[id_], lambda inner: contains(place, inner))]
        own = [event for item, event in self._by_report[denial.report] if _answers(denial, item)]
        same_words = [event for event in self._by_kind[kinds[0], denial.node] if _meets(denial, event)]
        found = {event.id: event for event in (*own, *same_words)}
        return [found[id_] for id_ in sorted(found)]


def _says_itself(denial: Item, event: Cluster) -> bool:
    """Whether the same speaker, in the same revision, asserts the event: then the denial is about something else.

    Not so where the speaker denies only to have done it: that is about the same event. Nor where the speaker says that it was
    tried: `they tried to break through, nobody did` denies that it happened. What is of the event only since others call it so
    (`they attacked, nobody broke through`) is no such assertion.
    """
    names = set(denial.saying.names)
    if denies_itself(denial):
        return False
    return any(
        item.polarity == "asserted"
        and item.claim.modality == "actual"
        and item.revision.id == denial.revision.id
        and (_means_the_same(item, denial) or (item.stem and item.stem == denial.stem))
        and names & set(item.saying.names)
        for item in event.items
    )


def _means_the_same(item: Item, denial: Item) -> bool:
    return item.read_as == denial.read_as and (not item.stem or means(item.stem, item.read_as))


def _answers(denial: Item, item: Item) -> bool:
    """Whether a denial without a place answers another claim of its report: by their own words, whatever others say."""
    alike = denial.read_as == item.read_as or (bool(denial.stem) and denial.stem == item.stem)
    if not alike or denial.days is None or not denial.days.dated or item.days is None:
        return alike
    return item.days.overlaps(denial.days.first - 1, denial.days.last)


def _lies_in(event: Cluster, inside: Callable[..., bool]) -> bool:
    place = event.items[0].place
    return place is not None and inside(place)


def _meets(denial: Item, event: Cluster) -> bool:
    """An undated denial answers what happened up to some days before it; a sum of many days only a sum that begins in them."""
    if event.summary and event.window and denial.days:
        return denial.summary and denial.days.first <= event.window[0] <= denial.days.last
    if event.window is None or denial.days is None:
        return event.window is None and denial.days is None
    first = denial.days.first if denial.days.dated else denial.days.last - FOLLOW_UP
    return first - 1 <= event.window[1] and event.window[0] <= denial.days.last


def _with(event: Cluster, denials: Sequence[Item]) -> Cluster:
    return msgspec.structs.replace(event, items=(*event.items, *denials)) if denials else event

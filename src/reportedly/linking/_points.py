"""The points of an event: which questions its items answer, who holds which answer, and how each stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import msgspec

from reportedly.linking import _actors
from reportedly.linking._answers import Held, Setting, by_root, current, point, shown, sides_of
from reportedly.linking._assumed import assumed
from reportedly.linking._carriers import NOBODY
from reportedly.linking._how_many import how_many
from reportedly.linking._item import Item
from reportedly.linking._standings import Sides
from reportedly.linking._text import is_generic, is_named, words
from reportedly.linking._times import day
from reportedly.model import Point


def points(setting: Setting) -> tuple[Point, ...]:
    """All points of an event: `happened` first, then who, whom, who holds it, how many, where and when."""
    made = [_happened(setting), _actor(setting, "agent"), _actor(setting, "target"), _control(setting)]
    made += how_many(setting)
    made += [_differing(setting, "place", _place_of), _differing(setting, "time", _day_of)]
    return tuple(one for one in made if one is not None)


def _happened(setting: Setting) -> Point | None:
    items = [item for item in setting.cluster.items if item.claim.modality == "actual"]
    yes = by_root(setting, (item for item in items if item.polarity == "asserted"))
    no = by_root(setting, _denying(setting, items))
    no = {root: denials for root, denials in no.items() if not (root in yes and all(map(_of_a_number, denials)))}
    if not yes and not no:
        return None
    yes_now, yes_gone = _now(yes, no)
    no_now, no_gone = _now(no, yes)
    held = [
        Held(value="yes", by_root=yes_now),
        Held(value="no", by_root=no_now, polarity="denied"),
        Held(value="yes", by_root=yes_gone, superseded=True),
        Held(value="no", by_root=no_gone, polarity="denied", superseded=True),
    ]
    notes = [f"was taken back by {shown(setting, root)}" for root in (*yes_gone, *no_gone)]
    return point(setting, "happened", "", held, sides_of(setting, yes_now, no_now, yes_gone), [*assumed(setting.cluster), *notes])


def _denying(setting: Setting, items: Sequence[Item]) -> list[Item]:
    """Who denies that it happened, not only to have done it. A headline's denial says no more than its text's."""
    denied = [item for item in items if item.polarity == "denied"]
    own = [item for item in denied if _actors.only_own_side(item, setting.names)]
    rest = [item for item in denied if item not in own]
    return [item for item in rest if not (item.saying.headline and any(_heads(item, text, setting) for text in own))]


def _of_a_number(denial: Item) -> bool:
    """Whether a denial may be only of how many: "it is false that eleven people were killed", by one who speaks of three."""
    return any(q.kind != "other" and q.low is not None for q in denial.claim.quantities)


def _heads(headline: Item, text: Item, setting: Setting) -> bool:
    """Whether a headline is that of a text's denial: of the same speakers, or of whom the text says they speak for."""
    if headline.revision.id != text.revision.id:
        return False
    spoken_for = text.saying.statement.source.text if text.saying.statement and text.saying.statement.source else ""
    named = {word for name in headline.saying.names for word in words(name)}
    return setting.names.of(headline.saying.names) == setting.names.of(text.saying.names) or named <= set(words(spoken_for))


def _now(
    side: Mapping[str, Sequence[Item]], other: Mapping[str, Sequence[Item]]
) -> tuple[dict[str, Sequence[Item]], dict[str, Sequence[Item]]]:
    """Those who still hold a side, and those who left it: no current report says so, or they said the opposite later."""
    now: dict[str, Sequence[Item]] = {}
    gone: dict[str, Sequence[Item]] = {}
    for root, items in side.items():
        current = [item for item in items if item.current]
        against = [item for item in other.get(root, ()) if item.current]
        turned = bool(current and against) and max(i.said_at for i in against) > max(i.said_at for i in current)
        (now if current and not (turned and root != f"s:{NOBODY}") else gone)[root] = current if current and not turned else items
    return now, gone


def _actor(setting: Setting, role: str) -> Point | None:
    """Who did it, or to whom. Rival values of different origins are contested, whatever words they use."""
    said, denied = _actors.values(setting.cluster.items, role, setting.names)
    latest = {name: current(by_root(setting, items)) for name, items in said.items()}
    latest = {name: holders for name, holders in latest.items() if holders}
    no = {name: current(by_root(setting, items)) for name, items in denied.items()}
    if not latest and not any(no.values()):
        return None
    held = [Held(value=setting.names.shown(name), by_root=holders) for name, holders in sorted(latest.items())]
    held += [Held(value=setting.names.shown(n), by_root=h, polarity="denied") for n, h in sorted(no.items()) if h]
    shown_as = setting.names.shown
    main = max(sorted(latest), key=lambda n: (not is_generic(shown_as(n)), len(_backing(setting, n, latest))), default=None)
    yes = _backing(setting, main, latest) if main else {}
    against = {
        root: items for name, holders in no.items() if main and _same(setting, name, main) for root, items in holders.items()
    }
    sides = sides_of(setting, yes, against if main else {r: i for h in no.values() for r, i in h.items()}, {})
    # Both sides of a fight are hit: what two speakers say of their own does not exclude the other's.
    clash = None if role == "target" and setting.cluster.group == "clash" else _rivals(setting, latest)
    return point(setting, role, "", held, msgspec.structs.replace(sides, clash=clash), [])


def _backing(setting: Setting, name: str, values: Mapping[str, Mapping[str, Sequence[Item]]]) -> dict[str, Sequence[Item]]:
    return {root: items for other, holders in values.items() if _same(setting, name, other) for root, items in holders.items()}


def _same(setting: Setting, a: str, b: str) -> bool:
    return a == b or _actors.one_contains(a, b, setting.names)


def _rivals(setting: Setting, values: Mapping[str, Mapping[str, Sequence[Item]]]) -> str | None:
    """Two origins whose answers all exclude each other."""
    by_origin: dict[str, list[str]] = defaultdict(list)
    for name, holders in sorted(values.items()):
        for root in holders if is_named(setting.names.shown(name)) else ():
            by_origin[root].append(name)
    for a, b in combinations(sorted(by_origin), 2):
        if all(_actors.rivals(x, y, setting.names) for x in by_origin[a] for y in by_origin[b]):
            first, second = (", ".join(setting.names.shown(n) for n in by_origin[root]) for root in (a, b))
            return f"{shown(setting, a)} says {first}, {shown(setting, b)} says {second}"
    return None


def _control(setting: Setting) -> Point | None:
    """Who holds a place that was taken. What reports no longer say is left out: control changes with time."""
    if setting.cluster.group != "capture":
        return None
    said, _ = _actors.values(setting.cluster.items, "agent", setting.names)
    holders = {name: current(by_root(setting, items)) for name, items in said.items()}
    no = current(by_root(setting, (item for item in setting.cluster.items if item.polarity == "denied")))
    held = [Held(value=setting.names.shown(name), by_root=h) for name, h in sorted(holders.items()) if h]
    if not held:
        return None
    yes = {root: items for holder in holders.values() for root, items in holder.items()}
    sides = msgspec.structs.replace(
        sides_of(setting, yes, no, {}), clash=_rivals(setting, {n: h for n, h in holders.items() if h})
    )
    return point(setting, "control", "", [*held, Held(value="not taken", by_root=no, polarity="denied")], sides, [])


def _differing(setting: Setting, question: str, value: Callable[[Item], tuple[str, str] | None]) -> Point | None:
    """Where or when: a point only where origins differ."""
    found: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in setting.cluster.items:
        told = value(item) if item.polarity == "asserted" and item.current else None
        if told:
            found[told].append(item)
    holders = {told: by_root(setting, items) for told, items in sorted(found.items())}
    if len({frozenset(h) for h in holders.values()}) < 2:
        return None
    apart = [(a, b) for a, b in combinations(holders, 2) if not set(holders[a]) & set(holders[b])]
    if not apart:
        return None
    (a, b) = apart[0]
    clash = f"{shown(setting, next(iter(holders[a])))} says {a[1]}, {shown(setting, next(iter(holders[b])))} says {b[1]}"
    sides = Sides(yes=(), clash=clash)
    return point(setting, question, "", [Held(value=told[1], by_root=h) for told, h in holders.items()], sides, [])


def _place_of(item: Item) -> tuple[str, str] | None:
    return (item.node, item.place.name) if item.place and not item.inherited else None


def _day_of(item: Item) -> tuple[str, str] | None:
    if item.days is None or not item.days.dated or item.days.length > 1:
        return None
    return str(item.days.first), day(item.days.first)

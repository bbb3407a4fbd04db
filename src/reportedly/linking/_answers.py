"""Answers with the origins that give them, and how a point is written down. Shared by all kinds of points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from reportedly.linking._carriers import NOBODY
from reportedly.linking._events import Cluster
from reportedly.linking._item import Item, ordered
from reportedly.linking._names import Names
from reportedly.linking._origins import Found
from reportedly.linking._standings import LENT, NAMED, OWN, UNNAMED, Sides, Voice, judged, standing
from reportedly.linking._standings import NOBODY as NOBODY_SAYS
from reportedly.linking._verdicts import Verdicts
from reportedly.model import Answer, Certainty, Point, Polarity

_SUREST: tuple[Certainty, ...] = ("certain", "probable", "possible", "unknown")


class Setting(msgspec.Struct, frozen=True, eq=False):
    """All that the points of one event are made from."""

    cluster: Cluster
    found: Found
    names: Names
    verdicts: Verdicts


class Held(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """An answer before it is written down, with the items that give it, by the root of their origin."""

    value: str
    by_root: Mapping[str, Sequence[Item]]
    polarity: Polarity = "asserted"
    low: int | None = None
    high: int | None = None
    superseded: bool = False


def by_root(setting: Setting, items: Iterable[Item]) -> dict[str, list[Item]]:
    """Items by the origins they lead to."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in ordered(items):
        for root in setting.found.roots[item]:
            found[root].append(item)
    return dict(sorted(found.items()))


def current(holders: Mapping[str, Sequence[Item]]) -> dict[str, Sequence[Item]]:
    kept = {root: [item for item in items if item.current] for root, items in holders.items()}
    return {root: items for root, items in kept.items() if items}


def sides_of(setting: Setting, yes: Mapping[str, object], no: Mapping[str, object], gone: Mapping[str, object]) -> Sides:
    voices = {root: _voice(setting, root) for root in sorted({*yes, *no, *gone})}
    parties = sorted({voice.party for voice in voices.values() if voice.party})
    return Sides(
        yes=tuple(voices[root] for root in sorted(yes)),
        no=tuple(voices[root] for root in sorted(no)),
        gone=tuple(voices[root] for root in sorted(gone)),
        opposed=frozenset((a, b) for a, b in combinations(parties, 2) if setting.names.opposed(a, b)),
    )


def _voice(setting: Setting, root: str) -> Voice:
    found = setting.found
    origin = found.origins[root]
    known = LENT if root in found.lent else NAMED if root in found.named else OWN if root in found.own else UNNAMED
    kind = NOBODY_SAYS if root == f"s:{NOBODY}" else known
    return Voice(origin.id, shown(setting, root), kind, origin.party)


def shown(setting: Setting, root: str) -> str:
    return setting.found.origins[root].speaker or "nobody named"


def point(setting: Setting, question: str, scope: str, held: Sequence[Held], sides: Sides, notes: Sequence[str]) -> Point:
    id_ = f"{setting.cluster.id}.{'.'.join(part for part in (question, scope) if part)}"
    machine, reason = standing(sides)
    on = setting.verdicts.on(id_) or (setting.verdicts.on(setting.cluster.id) if question == "happened" else None)
    final, by_person = judged(machine, on)
    reasons = tuple(dict.fromkeys([*([by_person] if by_person else []), reason, *notes]))
    answers = tuple(_answer(setting, one) for one in held if one.by_root and any(one.by_root.values()))
    return Point(id=id_, question=question, standing=final, reasons=reasons, answers=answers)


def _answer(setting: Setting, held: Held) -> Answer:
    items = ordered({id(item): item for found in held.by_root.values() for item in found}.values())
    return Answer(
        value=held.value,
        low=held.low,
        high=held.high,
        polarity=held.polarity,
        origins=tuple(setting.found.origins[root].id for root, found in held.by_root.items() if found),
        claims=tuple(dict.fromkeys(item.id for item in items)),
        certainty=min((item.claim.certainty for item in items), key=_SUREST.index),
        superseded=held.superseded,
    )

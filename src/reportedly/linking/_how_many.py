"""The points that ask how many: killed, injured, destroyed, each for what is counted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec

from reportedly.linking import _numbers
from reportedly.linking._answers import Held, Setting, point, shown, sides_of
from reportedly.linking._item import Item, ordered
from reportedly.linking._numbers import Figure
from reportedly.model import Point, Polarity, Quantity

_PART = re.compile(
    r"\s+(?:more|further|additional)\b(?!\s+than)"
    r"|,?\s+of\s+(?:(?:the|those)\s+(?:dead|killed|wounded|injured|victims|fatalities|casualties|bodies)|them|whom)\b"
)
_MORE = re.compile(r"\b(?:another|further|additional)\b|\bmore$", re.IGNORECASE)


def how_many(setting: Setting) -> list[Point | None]:
    """A point for every kind of number and what it counts; a number of no kind asks nothing that two claims could answer."""
    figures = sorted(_figures(setting).items())
    return [_number(setting, kind, scope, counted) for (kind, scope), counted in figures if kind != "other"]


def _figures(setting: Setting) -> dict[tuple[str, str], list[Figure]]:
    found: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for item in ordered(setting.cluster.items):
        for quantity in item.claim.quantities:
            if _is_total(quantity, item):
                found[quantity.kind, _numbers.scope(quantity)].append(Figure(item, quantity))
    return found


def _is_total(quantity: Quantity, item: Item) -> bool:
    """Whether a number is of all that it counts: not "three more", "nine of the dead", "two of them"."""
    return not _PART.match(item.revision.text, quantity.end) and not _MORE.search(quantity.text)


def _number(setting: Setting, kind: str, scope: str, figures: Sequence[Figure]) -> Point | None:
    """How many: the latest figure of each origin counts, earlier ones stay visible."""
    said = _latest(setting, [f for f in figures if f.item.polarity == "asserted"])
    denied = _latest(setting, [f for f in figures if f.item.polarity == "denied"])
    gone = [
        f for f in figures if f.item.polarity == "asserted" and not any(f is kept for group in said.values() for kept in group)
    ]
    live = {root: group for root, group in said.items() if group[0].item.current}
    held = _answers(setting, live, "asserted") + _answers(setting, denied, "denied")
    stale = {root: [f for f in (*gone, *said.get(root, ())) if root in setting.found.roots[f.item]] for root in said}
    stale = {root: [f for f in group if root not in live or f not in live[root]] for root, group in stale.items()}
    held += [msgspec.structs.replace(one, superseded=True) for one in _answers(setting, stale, "asserted")]
    clash, notes = _clash(setting, live)
    yes = {root: [f.item for f in group] for root, group in live.items()}
    no = {
        root: [f.item for f in group]
        for root, group in denied.items()
        if any(_numbers.compatible(f, g) for f in group for other in live.values() for g in other)
    }
    left = {root: [f.item for f in group] for root, group in stale.items() if root not in live}
    sides = msgspec.structs.replace(sides_of(setting, yes, no, left), clash=clash)
    if not clash and notes:
        newest = max((g for group in live.values() for g in group), key=lambda f: (f.item.order, f.low))
        with_newest = {r: i for r, i in yes.items() if any(_numbers.compatible(f, newest) for f in live[r])}
        sides = msgspec.structs.replace(sides, yes=sides_of(setting, with_newest, {}, {}).yes)
    return point(setting, kind, scope, held, sides, [*notes, *_update_notes(setting, said, stale, live)])


def _latest(setting: Setting, figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """For each origin the figures of its latest moment, current reports before dropped ones."""
    by_root_: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        for root in setting.found.roots[figure.item]:
            by_root_[root].append(figure)
    found = {}
    for root, group in sorted(by_root_.items()):
        group = [f for f in group if f.item.current] or group
        newest = max(f.item.said_at for f in group)
        found[root] = [f for f in group if f.item.said_at == newest]
    return found


def _answers(setting: Setting, figures: Mapping[str, Sequence[Figure]], polarity: Polarity) -> list[Held]:
    by_value: dict[tuple[str, int | None, int | None], dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for root, group in figures.items():
        for figure in group:
            q = figure.quantity
            by_value[_numbers.value(q), q.low, q.high][root].append(figure.item)
    ranked = sorted(by_value.items(), key=lambda pair: (pair[0][1] or 0, pair[0][2] or 0, pair[0][0]))
    return [Held(value=v, low=low, high=high, by_root=holders, polarity=polarity) for (v, low, high), holders in ranked]


def _clash(setting: Setting, figures: Mapping[str, Sequence[Figure]]) -> tuple[str | None, list[str]]:
    """Two origins whose figures cannot both hold, and notes on counts that only grew."""
    notes: list[str] = []
    for a, b in combinations(sorted(figures), 2):
        pairs = [(f, g) for f in figures[a] for g in figures[b]]
        if any(_numbers.compatible(f, g) for f, g in pairs):
            continue
        f, g = pairs[0]
        told = f"{shown(setting, a)} says {_numbers.value(f.quantity)}, {shown(setting, b)} says {_numbers.value(g.quantity)}"
        if not _numbers.grown(f, g):
            return f"{told}; both cannot be true", notes
        notes.append(f"{told}; the higher number came hours later, so the count may have grown")
    return None, notes


def _update_notes(
    setting: Setting,
    said: Mapping[str, Sequence[Figure]],
    stale: Mapping[str, Sequence[Figure]],
    live: Mapping[str, Sequence[Figure]],
) -> list[str]:
    notes = []
    for root, group in sorted(stale.items()):
        before = list(dict.fromkeys(_numbers.value(f.quantity) for f in group))
        now = list(dict.fromkeys(_numbers.value(f.quantity) for f in said[root])) if root in live else []
        if now and before and before != now:
            notes.append(
                f"{shown(setting, root)} said {', '.join(before)} before and {', '.join(now)} since: an update, no contradiction"
            )
    return notes

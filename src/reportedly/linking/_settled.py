"""Villages that no gazetteer has, put where another report of those days puts the same name.

One outlet writes "the village of Robotyne in Zaporizhzhia region", the next only "Robotyne": these are one place, unless reports
of those days know two of the name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from reportedly.linking._item import Item
from reportedly.linking._places import bare, is_site
from reportedly.model import Place

NEAR = 3
"""Days between two mentions of one name."""

LONGEST = 3
"""Days of a claim that may be put, or tell where: what spans weeks is near too much."""


def settled(items: Sequence[Item]) -> list[Item]:
    """The items, in their order; those of an unknown name at the one region that others of those days give it."""
    known: dict[str, list[tuple[Item, Place]]] = defaultdict(list)
    for item in items:
        if item.place is not None and item.place.unlisted and _is_short(item):
            known[bare(item.place.name)].append((item, item.place))
    return [_there(item, item.place, known) if item.place is not None else item for item in items]


def _is_short(item: Item) -> bool:
    return item.days is not None and item.days.length <= LONGEST


def _there(item: Item, own: Place, known: Mapping[str, Sequence[tuple[Item, Place]]]) -> Item:
    if own.gazetteer_id or is_site(own) or item.days is None or not _is_short(item):
        return item
    first, last = item.days.last - NEAR, item.days.last + NEAR
    near = [(one, place) for one, place in known.get(bare(own.name), ()) if one.days and first <= one.days.last <= last]
    if len({one.node for one, _ in near}) != 1:
        return item
    told, place = min(near, key=lambda pair: pair[0].order)
    evidence = f"{told.report} puts {own.name} there"
    there = msgspec.structs.replace(place, text=own.text, start=own.start, end=own.end, name=own.name, evidence=evidence)
    return msgspec.structs.replace(item, place=there, node=told.node, settled=told.report)

"""Blocks: the parts of a ledger that never depend on each other, so that adding a report costs what its block costs."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.linking._events import Cluster
from reportedly.linking._history import histories
from reportedly.linking._items import Item, items
from reportedly.linking._places import area
from reportedly.model import Observed

EPOCH = 32
"""Days of a block."""

REACH = 12
"""Days before and after an item within which another item can change its event."""


def block_keys(observed: Iterable[Observed]) -> frozenset[str]:
    """The blocks that these reports bear on; give all revisions of a report together.

    Linking all reports that bear on a block gives the same events of that block (`Event.block`) as linking everything.
    A judgement `same` across blocks needs both blocks linked at once.
    """
    return frozenset(key for history in histories(observed) for item in items(history) for key in _keys(item))


def block_of(cluster: Cluster) -> str:
    """The one block that an event belongs to."""
    around = area(cluster.items[0].place, cluster.node)
    return f"{around}@{cluster.window[0] // EPOCH}" if cluster.window else around


def _keys(item: Item) -> Iterable[str]:
    around = area(item.place, item.node)
    if item.days is None:
        yield around
        return
    first = max(item.days.first, item.days.last - EPOCH) if item.polarity == "denied" else item.days.first
    days = {first - REACH, first + REACH, item.days.last - REACH, item.days.last + REACH}
    last = (min(item.days.last, first + EPOCH) if item.summary else item.days.last) + REACH
    for epoch in range((min(days)) // EPOCH, last // EPOCH + 1):
        yield f"{around}@{epoch}"

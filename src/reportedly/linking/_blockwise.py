"""Linking as a ledger uses it: all at once when called, or block by block as it grows."""

from __future__ import annotations

from collections.abc import Iterable, Set

import msgspec

from reportedly.linking._blocks import keys_of
from reportedly.linking._history import History, histories
from reportedly.linking._item import Item
from reportedly.linking._items import items
from reportedly.linking._link import link_items
from reportedly.linking._registry import NoRegistry, Registry, Remembered
from reportedly.model import Event, Judgement, Observed


class Prepared(msgspec.Struct, frozen=True, eq=False):
    """One report, ready to be linked: its history and its items."""

    history: History
    items: tuple[Item, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The blocks that the report bears on."""
        return keys_of(self.items)


class Linking:
    """Linking with one registry. Linking all reports that bear on a block gives the same events of it as linking everything."""

    def __init__(self, registry: Registry | None = None) -> None:
        self._registry = Remembered(registry or NoRegistry())

    def __call__(self, observed: Iterable[Observed], judgements: Iterable[Judgement] = ()) -> tuple[Event, ...]:
        prepared = [Prepared(history, tuple(items(history))) for history in histories(observed)]
        return self.events(prepared, judgements)

    def prepare(self, observed: Iterable[Observed]) -> Prepared:
        """All revisions of one report."""
        (history,) = histories(observed)
        return Prepared(history, tuple(items(history)))

    def events(
        self, prepared: Iterable[Prepared], judgements: Iterable[Judgement], blocks: Set[str] | None = None
    ) -> tuple[Event, ...]:
        """The events of these blocks, given all reports that bear on them; all events when no blocks are named."""
        told = sorted(prepared, key=lambda one: one.history.report)
        found = [item for one in told for item in one.items]
        return link_items([one.history for one in told], found, judgements, self._registry, blocks)

"""Blocks: the parts of a ledger that never depend on each other, so that adding a report costs what its blocks cost.

A block is a stretch of days in one region: `RU/Kursk@46123`; in a whole country: `RU/@46123`; at a place unknown to the
gazetteer, or at none: `name:karsk@46123`. A denial about a whole country bears on all blocks of the country: key `RU/*@46123`.
A village that the gazetteer has not, and a report puts in a region, tells where its name lies: key `name:karsk=RU/Kursk@46123`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from reportedly.linking._events import Cluster
from reportedly.linking._item import Item
from reportedly.linking._places import bare
from reportedly.model import Place

EPOCH = 16
"""Days of a block."""

REACH = 12
"""Days before and after an item within which another item can change its event."""

UNDATED = "undated"


def keys_of(items: Iterable[Item]) -> frozenset[str]:
    """The blocks that the items of one report bear on."""
    keys = {f"{cell}@{epoch}" for item in items for cell in _cells(item) for epoch in _epochs(item)}
    homes: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        if told := alias_of(key):
            homes[told[0]].add(key)
    # A name that one report puts in two regions is put nowhere by it.
    vague = {key: name for name, some in homes.items() if len(some) > 1 for key in some}
    return frozenset(vague.get(key, key) for key in keys)


def block_of(cluster: Cluster) -> str:
    """The one block that an event belongs to."""
    epoch = cluster.window[0] // EPOCH if cluster.window else UNDATED
    return f"{_cell(cluster.items[0].place, cluster.node)}@{epoch}"


def wide_key(block: str) -> str | None:
    """The key of denials about the whole country that a block lies in; None outside of known countries."""
    cell, _, epoch = block.rpartition("@")
    country, slash, _ = cell.partition("/")
    return f"{country}/*@{epoch}" if slash else None


def country_key(block: str) -> str | None:
    """The block of the whole country that a block lies in; what is only denied of the country stands there."""
    wide = wide_key(block)
    return wide.replace("/*@", "/@") if wide else None


def is_wide(key: str) -> bool:
    """Whether a key is that of a denial about a whole country."""
    return "/*@" in key


def alias_of(key: str) -> tuple[str, str] | None:
    """The block of a bare name and the block where a report puts that name; None for other keys."""
    cell, _, epoch = key.rpartition("@")
    name, told, home = cell.partition("=")
    return (f"{name}@{epoch}", f"{home}@{epoch}") if told else None


def plain(keys: Iterable[str]) -> frozenset[str]:
    """The blocks that keys name: of a name that is put somewhere, the name's and that of where it is put."""
    return frozenset(block for key in keys for block in (alias_of(key) or (key,)))


def alias(name: str, home: str) -> str:
    """The key that says so."""
    cell, _, _ = name.rpartition("@")
    return f"{cell}={home}"


def is_name(block: str) -> bool:
    """Whether a block is that of a bare name, which other reports may put somewhere."""
    return block.startswith("name:")


def _cell(place: Place | None, node: str) -> str:
    """The region a place is compared in: wide enough that nothing but a country's denials reaches across."""
    if place is None or not place.gazetteer_id or not place.country:
        return node.replace("/", " ")
    return f"{place.country}/{place.admin1 or ''}"


def _cells(item: Item) -> tuple[str, ...]:
    cell = _cell(item.place, item.node)
    if item.place is not None and item.place.unlisted:
        return (cell, f"name:{bare(item.place.name)}={cell}")
    return (cell, f"{cell}*") if item.polarity == "denied" and cell.endswith("/") else (cell,)


def _epochs(item: Item) -> Iterable[object]:
    if item.days is None:
        return (UNDATED,)
    last = item.days.first if item.summary and item.polarity == "asserted" else item.days.last
    return range((item.days.first - REACH) // EPOCH, (last + REACH) // EPOCH + 1)

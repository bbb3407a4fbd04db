"""Origins: from every carrier back to the utterance where its claim first entered. Repeats are never confirmations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from reportedly.linking._carriers import NOBODY, is_channel, side_of
from reportedly.linking._claimants import is_named
from reportedly.linking._events import Cluster
from reportedly.linking._item import Item, ordered
from reportedly.linking._names import Names
from reportedly.linking._numbers import Figure, compatible, scope
from reportedly.linking._text import digest
from reportedly.linking._times import spelled, utc
from reportedly.linking._verdicts import Verdicts
from reportedly.model import Edge, Origin, Polarity

POLARITIES: tuple[Polarity, ...] = ("asserted", "denied")


class Found(msgspec.Struct, frozen=True, eq=False):
    """The origins of an event: each with its root; `roots` by item; `named` and `own` tell what a root is.

    `lent` are those who nowhere name the place themselves: it was taken from another speaker's words.
    """

    origins: Mapping[str, Origin]
    roots: Mapping[Item, tuple[str, ...]]
    named: frozenset[str]
    own: frozenset[str]
    lent: frozenset[str]


def find_origins(cluster: Cluster, names: Names, verdicts: Verdicts) -> Found:
    """The origins of all items of an event. Deterministic; circular chains end at their earliest report."""
    items = ordered(cluster.items)
    roots: dict[Item, tuple[str, ...]] = {}
    edges: dict[str, list[Edge]] = defaultdict(list)
    for polarity in POLARITIES:
        side = side_of([item for item in items if item.polarity == polarity], names, verdicts)
        roots |= {item: side.roots(item) for item in side.items}
        for root, found in side.edges().items():
            edges[root] += found
    roots |= _by_number(roots, names)
    _judged(cluster.id, verdicts, roots, edges)
    return _found(cluster.id, items, roots, edges, names)


def _by_number(roots: Mapping[Item, tuple[str, ...]], names: Names) -> dict[Item, tuple[str, ...]]:
    """Numbers that several speakers may have given belong to those who gave such a number themselves, where any did.

    A headline's "eleven dead" is the chairman's eleven, not also the police's three.
    """
    given: dict[str, list[Figure]] = defaultdict(list)
    for item, found in roots.items():
        if len(found) == 1 and item.saying.voice == "speaker" and found[0][2:] in names.with_joint(item.saying.names):
            given[found[0]] += _figures(item)
    narrowed = {}
    for item, found in roots.items():
        told = _figures(item) if len(found) > 1 and item.polarity == "asserted" else []
        fitting = tuple(r for r in found if any(_alike(f, g) for f in told for g in given[r]))
        if fitting:
            narrowed[item] = fitting
    return narrowed


def _figures(item: Item) -> list[Figure]:
    return [Figure(item, quantity) for quantity in item.claim.quantities if quantity.kind != "other"]


def _alike(a: Figure, b: Figure) -> bool:
    return (a.quantity.kind, scope(a.quantity)) == (b.quantity.kind, scope(b.quantity)) and compatible(a, b)


def origin_id(event: str, root: str) -> str:
    return f"{event}.o{digest(event, root)[:6]}"


def _judged(event: str, verdicts: Verdicts, roots: dict[Item, tuple[str, ...]], edges: dict[str, list[Edge]]) -> None:
    """A person's link makes two origins one, named by the first root; an unlink gives a report an origin of its own."""
    known = {origin_id(event, root): root for found in roots.values() for root in found}
    for item in sorted(roots, key=lambda item: item.order):
        parted = {root for id_, root in known.items() if verdicts.parted(id_, item.report) or verdicts.parted(id_, item.id)}
        if parted:
            roots[item] = tuple(sorted(set(roots[item]) - parted)) or (f"v:{item.report}",)
    for a, b in sorted(verdicts.linked(known)):
        first, second = sorted((known[a], known[b]))
        edges[first] += edges.pop(second, [])
        for item, found in roots.items():
            if second in found:
                roots[item] = tuple(sorted({first if root == second else root for root in found}))


def _found(
    event: str, items: Sequence[Item], roots: Mapping[Item, tuple[str, ...]], edges: Mapping[str, list[Edge]], names: Names
) -> Found:
    members: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for root in roots[item]:
            members[root].append(item)
    origins = {root: _origin(event, root, found, edges.get(root, []), names) for root, found in sorted(members.items())}
    spoken = {root for root, inside in members.items() if root != f"s:{NOBODY}" and _spoken(root, inside, names)}
    own = frozenset(members) - spoken - {f"s:{NOBODY}"}
    named = frozenset(root for root in spoken if _is_named(root, members[root], names))
    lent = frozenset(root for root, inside in members.items() if all(item.lent for item in inside))
    return Found(origins, roots, named, own, lent)


def _is_named(root: str, found: Iterable[Item], names: Names) -> bool:
    credited = [item for item in found if item.saying.voice == "speaker" and root[2:] in names.with_joint(item.saying.names)]
    return any(item.saying.named for item in credited) if credited else is_named(names.shown(root[2:]))


def _spoken(root: str, found: Iterable[Item], names: Names) -> bool:
    """Whether somebody speaks: a credited speaker or a channel, not an outlet that tells it as its own knowledge."""
    credited = any(item.saying.voice == "speaker" and root[2:] in names.with_joint(item.saying.names) for item in found)
    channel = any(is_channel(item) and root == f"s:{names.outlet(item)}" for item in found)
    forwarded = root[:2] == "s:" and not any(names.outlet(item) == root[2:] for item in found)
    return credited or channel or forwarded


def _origin(event: str, root: str, found: Sequence[Item], edges: Iterable[Edge], names: Names) -> Origin:
    nobody = root == f"s:{NOBODY}"
    first = found[0].revision
    published = first.outlet or first.title or root[2:]
    speaker = None if nobody else names.shown(root[2:]) if root[:2] == "s:" else published
    return Origin(
        id=origin_id(event, root),
        speaker=speaker,
        party=names.party(root[2:]) if not nobody else None,
        medium=_medium(root, found, names),
        uttered_at=spelled(min(item.said_at for item in found)),
        first_observed_at=spelled(min(utc(item.told.first.revision.captured_at) for item in found)),
        carriers=tuple(sorted({item.report for item in found})),
        edges=_strongest(edges),
        claims=tuple(dict.fromkeys(item.id for item in found)),
    )


def _strongest(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Each step once, with its best evidence."""
    found: dict[tuple[str, str, str], Edge] = {}
    for edge in sorted(edges, key=lambda e: (e.start, e.end, e.kind, -e.score, e.evidence)):
        found.setdefault((edge.start, edge.end, edge.kind), edge)
    return tuple(found.values())


def _medium(root: str, found: Iterable[Item], names: Names) -> str | None:
    """Where it was uttered: as most carriers say, or the channel itself."""
    said: Counter[str] = Counter()
    for item in found:
        statement = item.saying.statement
        if statement and statement.medium:
            said[statement.medium.kind] += 1
        elif is_channel(item) and root == f"s:{names.outlet(item)}":
            said["telegram"] += 1
    return min(said, key=lambda kind: (-said[kind], kind)) if said else None

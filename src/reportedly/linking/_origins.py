"""Origins: from every carrier back to the utterance where its claim first entered. Repeats are never confirmations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from reportedly.linking._claimants import is_named
from reportedly.linking._events import Cluster
from reportedly.linking._items import Item, ordered
from reportedly.linking._names import Names
from reportedly.linking._resolve import Derivation, resolve
from reportedly.linking._text import digest
from reportedly.linking._times import spelled, utc
from reportedly.linking._traces import Trace, traces
from reportedly.linking._verdicts import Verdicts
from reportedly.model import Edge, Origin, Polarity

NOBODY = "nobody"
"""The root of claims whose words name no source."""


class Found(msgspec.Struct, frozen=True, eq=False):
    """The origins of an event: each with its root; `roots` by item; `named` and `own` tell what a root is."""

    origins: Mapping[str, Origin]
    roots: Mapping[Item, tuple[str, ...]]
    named: frozenset[str]
    own: frozenset[str]


def find_origins(cluster: Cluster, names: Names, verdicts: Verdicts) -> Found:
    """The origins of all items of an event. Deterministic; circular chains end at their earliest report."""
    items = ordered(cluster.items)
    roots: dict[Item, tuple[str, ...]] = {}
    edges: dict[str, list[Edge]] = defaultdict(list)
    polarities: tuple[Polarity, ...] = ("asserted", "denied")
    for polarity in polarities:
        side = [item for item in items if item.polarity == polarity]
        if side:
            _one_side(side, items, names, verdicts, roots, edges)
    _judged(cluster.id, verdicts, roots, edges)
    return _found(cluster.id, items, roots, edges, names)


def origin_id(event: str, root: str) -> str:
    return f"{event}.o{digest(event, root)[:6]}"


def _one_side(
    side: Sequence[Item],
    items: Sequence[Item],
    names: Names,
    verdicts: Verdicts,
    roots: dict[Item, tuple[str, ...]],
    edges: dict[str, list[Edge]],
) -> None:
    """Resolves the items of one polarity: `s:` nodes are speakers, `v:` nodes what a report says in its own voice."""
    derivations: dict[str, list[Derivation]] = defaultdict(list)
    by_report: dict[str, list[Item]] = defaultdict(list)
    for item in side:
        by_report[item.report].append(item)
    present = frozenset(name for item in side for name in _lone(item, names))
    for report, members in by_report.items():
        for name, item in _attributed(members, names, present):
            if names.opposed(names.party(names.outlet(item)), names.party(name)):
                continue  # a party's own channel does not speak for its opponent
            derivations[f"v:{report}"].append(Derivation(f"s:{name}", "attribution", 0.8, _credit(item)))
    for trace in traces(side, items, names, verdicts):
        derivations[f"v:{trace.start}"].append(_derived(trace, by_report))
    first = _first_reports(side, names)
    for name, report in first.items():
        if name in present or any(d.to == f"s:{name}" for found in derivations.values() for d in found):
            derivations[f"s:{name}"].append(Derivation(f"v:{report}", "attribution", 1.0, f"{name} published it itself"))
    rank = {f"v:{report}": _rank(members) for report, members in by_report.items()}
    home = {f"v:{report}": _home(members, names) for report, members in by_report.items()}
    solved = resolve(derivations, rank, home)
    walked: set[tuple[str, str]] = set()
    for item in side:
        roots[item] = tuple(
            sorted({root for start in _starts(item, names, present, derivations) for root in solved.roots(start)})
        )
        for root in roots[item]:
            edges[root] += _edges(item, root, names, present, derivations, solved.circles, walked)


def _starts(item: Item, names: Names, present: frozenset[str], derivations: Mapping[str, list[Derivation]]) -> list[str]:
    own = f"v:{item.report}"
    if item.saying.voice == "speaker" and not (_is_teaser(item) and own in derivations):
        return [f"s:{name}" for name in _claimants(item, names, present)]
    if item.saying.voice == "nobody" and own not in derivations:
        return [f"s:{NOBODY}"]
    return [own]


def _is_teaser(item: Item) -> bool:
    """A headline or lead that says `armed units` before the text says who."""
    statement = item.saying.statement
    return not item.saying.named and statement is not None and statement.part in ("headline", "lead")


def _lone(item: Item, names: Names) -> tuple[str, ...]:
    """The speaker, when one speaks alone."""
    known = names.of(item.saying.names)
    return known if item.saying.voice == "speaker" and len(known) == 1 else ()


def _claimants(item: Item, names: Names, present: frozenset[str]) -> tuple[str, ...]:
    """A joint statement is one origin, unless its parties oppose each other or some of them speak here on their own."""
    known = names.of(item.saying.names)
    if len(known) < 2:
        return known
    alone = tuple(name for name in known if name in present)
    if alone:
        return alone
    return known if names.opposed_among(known) else (names.joint(known),)


def _attributed(members: Sequence[Item], names: Names, present: frozenset[str]) -> list[tuple[str, Item]]:
    """Whom a report credits with this event, itself left out, each with the item that does."""
    found: dict[str, Item] = {}
    for item in members:
        if item.saying.voice == "speaker" and not _is_teaser(item):
            for name in _claimants(item, names, present):
                if name != names.outlet(item):
                    found.setdefault(name, item)
    return sorted(found.items())


def _derived(trace: Trace, by_report: Mapping[str, list[Item]]) -> Derivation:
    to = f"v:{trace.report}" if trace.report in by_report else f"s:{trace.name}"
    return Derivation(to, trace.kind, trace.score, trace.evidence)


def _first_reports(side: Sequence[Item], names: Names) -> dict[str, str]:
    """For every outlet or channel its earliest report among the items."""
    first: dict[str, str] = {}
    for item in side:
        if item.revision.outlet:
            first.setdefault(names.outlet(item), item.report)
    return first


def _home(members: Sequence[Item], names: Names) -> str:
    """The root of what a report says on nobody else's word: its outlet, or the report itself when that is unknown.

    `It is claimed` is not the outlet's own word, also when others copy it.
    """
    if not any(item.saying.voice == "own" for item in members):
        return f"s:{NOBODY}"
    item = members[0]
    return f"s:{names.outlet(item)}" if item.revision.outlet else f"v:{item.report}"


def _rank(members: Sequence[Item]) -> tuple[datetime, str]:
    return min((item.said_at, item.report) for item in members)


def _credit(item: Item) -> str:
    statement = item.saying.statement
    source = statement.source.text if statement and statement.source else ", ".join(item.saying.names)
    cue = statement.cue.text if statement and statement.cue else ""
    return " ".join(f"{source} {cue}".split())


def _edges(
    item: Item,
    root: str,
    names: Names,
    present: frozenset[str],
    derivations: Mapping[str, list[Derivation]],
    circles: Mapping[str, str],
    walked: set[tuple[str, str]],
) -> list[Edge]:
    """The steps from an item to its root, in words and ids; those in `walked` were told before."""
    found: list[Edge] = []
    nodes = _starts(item, names, present, derivations)
    if item.saying.voice == "speaker" and f"v:{item.report}" not in nodes:
        for node in nodes:
            evidence = _credit(item)
            alias = names.alias(item.saying.names)
            found.append(_edge("attribution", item.report, node, 1.0, f"{evidence} ({alias})" if alias else evidence))
    while nodes:
        node = nodes.pop()
        if (root, node) in walked:
            continue
        walked.add((root, node))
        for step in derivations.get(node, ()):
            circle = circles.get(node)
            evidence = f"{step.evidence}; circular chain: {circle}" if circle else step.evidence
            if not (node == root and circle is None):
                found.append(_edge(step.kind, node, step.to, step.score, evidence))
            nodes.append(step.to)
    return found


def _edge(kind: str, start: str, end: str, score: float, evidence: str) -> Edge:
    plain = [node[2:] if node[:2] in ("s:", "v:") else node for node in (start, end)]
    return Edge(kind=kind, start=plain[0], end=plain[1], score=round(score, 3), evidence=evidence)  # type: ignore[arg-type]


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
    return Found(origins, roots, named, own)


def _is_named(root: str, found: Iterable[Item], names: Names) -> bool:
    credited = [item for item in found if item.saying.voice == "speaker" and root[2:] in names.with_joint(item.saying.names)]
    return any(item.saying.named for item in credited) if credited else is_named(names.shown(root[2:]))


def _spoken(root: str, found: Iterable[Item], names: Names) -> bool:
    """Whether somebody speaks: a credited speaker or a channel, not an outlet that tells it as its own knowledge."""
    credited = any(item.saying.voice == "speaker" and root[2:] in names.with_joint(item.saying.names) for item in found)
    channel = any(is_channel(item) and root == f"s:{names.outlet(item)}" for item in found)
    forwarded = root[:2] == "s:" and not any(names.outlet(item) == root[2:] for item in found)
    return credited or channel or forwarded


def is_channel(item: Item) -> bool:
    """Whether the report is a channel's post: there the publisher is the speaker."""
    return item.report.startswith("telegram:")


def _origin(event: str, root: str, found: Sequence[Item], edges: Iterable[Edge], names: Names) -> Origin:
    nobody = root == f"s:{NOBODY}"
    speaker = None if nobody else names.shown(root[2:]) if root[:2] == "s:" else (found[0].revision.outlet or root[2:])
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

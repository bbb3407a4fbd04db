"""Clusters as people want them: events put together, events kept apart, claims moved out of an event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from reportedly.linking._events import Cluster
from reportedly.linking._item import ordered
from reportedly.linking._text import digest
from reportedly.linking._verdicts import Verdicts
from reportedly.model import Judgement


def apply(clusters: Sequence[Cluster], verdicts: Verdicts) -> list[Cluster]:
    """Splits first, then merges. A merged event keeps the id of its earliest part, and says who merged it and why."""
    return _merge(_split(clusters, verdicts), verdicts)


def _split(clusters: Sequence[Cluster], verdicts: Verdicts) -> list[Cluster]:
    """A claim judged different from an event, or from a claim in it, becomes an event of its own."""
    parted = verdicts.pairs(joined=False)
    if not parted:
        return list(clusters)
    found: list[Cluster] = []
    for cluster in clusters:
        ids = {id_ for item in cluster.items for id_ in item.told.ids}
        out: dict[str, Judgement] = {}
        for a, b, judgement in parted:
            named = judgement.what.split()
            moved = next((name for name in reversed(named) if name in ids), None)
            if moved and judgement.decision == "different" and {a, b} <= ids | {cluster.id}:
                out[moved] = judgement
        staying = tuple(item for item in cluster.items if not out.keys() & set(item.told.ids))
        if not out or not staying:
            found.append(cluster)
            continue
        found.append(msgspec.structs.replace(cluster, items=staying))
        for claim, judgement in sorted(out.items()):
            inside = tuple(item for item in cluster.items if claim in item.told.ids)
            note = f"parted from {cluster.id} by {judgement.by}: {judgement.reason}"
            found.append(
                msgspec.structs.replace(cluster, id=f"e{digest(cluster.id, claim)}", items=inside, notes=(*cluster.notes, note))
            )
    return found


def _merge(clusters: Sequence[Cluster], verdicts: Verdicts) -> list[Cluster]:
    """Events judged the same, also when they were named by claims in them."""
    same = [pair for pair in verdicts.pairs(joined=True) if pair[2].decision == "same"]
    if not same:
        return list(clusters)
    by_id = {cluster.id: cluster for cluster in clusters}
    of_claim: dict[str, str] = {}
    for cluster in sorted(clusters, key=lambda c: c.id):
        for item in cluster.items:
            for id_ in item.told.ids:
                of_claim.setdefault(id_, cluster.id)
    parent = {id_: id_ for id_ in by_id}
    reasons: dict[str, list[str]] = {}
    for a, b, judgement in same:
        first, second = (_top(parent, x if x in by_id else of_claim.get(x)) for x in (a, b))
        if first and second and first != second:
            early, late = sorted((first, second), key=lambda id_: _age(by_id[id_]))
            parent[late] = early
            reasons.setdefault(early, []).extend(
                [f"{late} is the same event, by {judgement.by}: {judgement.reason}", *reasons.pop(late, [])]
            )
    groups: dict[str, list[Cluster]] = {}
    for id_ in by_id:
        top = _top(parent, id_)
        assert top is not None
        groups.setdefault(top, []).append(by_id[id_])
    return [_one(by_id[top], members, reasons.get(top, [])) for top, members in groups.items()]


def _one(top: Cluster, members: Sequence[Cluster], reasons: Iterable[str]) -> Cluster:
    if len(members) == 1:
        return top
    windows = [member.window for member in members if member.window]
    window = (min(w[0] for w in windows), max(w[1] for w in windows)) if windows else None
    items = {(item.id, item.node, item.polarity, item.saying.names): item for m in members for item in m.items}
    rest = tuple(item for item in ordered(items.values()) if item.node != top.node)
    return msgspec.structs.replace(
        top,
        items=(*(item for item in ordered(items.values()) if item.node == top.node), *rest),
        window=window,
        notes=(*top.notes, *reasons),
        only_denied=all(member.only_denied for member in members),
    )


def _top(parent: dict[str, str], id_: str | None) -> str | None:
    while id_ is not None and parent.get(id_, id_) != id_:
        id_ = parent[id_]
    return id_ if id_ in parent else None


def _age(cluster: Cluster) -> tuple[tuple[int, int], str]:
    return cluster.window or (0, 0), cluster.id

"""Derivations followed to their roots. Circular chains are found, named, and end at their earliest report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from reportedly.model import EdgeKind


class Derivation(msgspec.Struct, frozen=True):
    """One step: what is said at a node was taken from node `to`."""

    to: str
    kind: EdgeKind
    score: float
    evidence: str


class Solved(msgspec.Struct, frozen=True):
    """Roots by node, and for nodes of a circular chain the chain in words."""

    by_node: Mapping[str, frozenset[str]]
    circles: Mapping[str, str]

    def roots(self, node: str) -> frozenset[str]:
        """The roots of a node; a node that nothing is known of is its own."""
        return self.by_node.get(node, frozenset({node}))


def resolve(
    derivations: Mapping[str, Sequence[Derivation]], rank: Mapping[str, tuple[datetime, str]], home: Mapping[str, str]
) -> Solved:
    """`rank` orders report nodes by time; `home` names the root of a report node that derives from nothing."""
    nodes = sorted({*derivations, *home, *(step.to for steps in derivations.values() for step in steps)})
    parents = {node: sorted({step.to for step in derivations.get(node, ())}) for node in nodes}
    roots: dict[str, frozenset[str]] = {}
    circles: dict[str, str] = {}
    waiting = _peel(nodes, parents, home, roots)
    while waiting:
        circle = _circle(waiting, parents, roots)
        first = min(circle, key=lambda node: (node not in rank, rank.get(node), node))
        if any(rank_differs(node, circle[0], home) for node in circle):
            at = circle.index(first)
            turned = circle[at:] + circle[:at]
            circles |= dict.fromkeys(circle, " → ".join(node[2:] for node in (*turned, first)))
        outside = [p for node in circle for p in parents[node] if p in roots]
        roots[first] = frozenset(r for p in outside for r in roots[p]) or frozenset({home.get(first, first)})
        waiting = _peel(waiting, parents, home, roots)
    return Solved(roots, circles)


def rank_differs(a: str, b: str, home: Mapping[str, str]) -> bool:
    """Whether two nodes belong to different publishers: a channel credited with its own post is no circular chain."""
    return home.get(a, a) != home.get(b, b)


def _peel(
    nodes: Sequence[str], parents: Mapping[str, Sequence[str]], home: Mapping[str, str], roots: dict[str, frozenset[str]]
) -> list[str]:
    """Resolves all nodes whose parents are resolved; returns those that wait on each other."""
    children: dict[str, list[str]] = {}
    open_parents: dict[str, int] = {}
    ready: list[str] = []
    for node in nodes:
        if node in roots:
            continue
        left = [p for p in parents[node] if p not in roots]
        open_parents[node] = len(left)
        for parent in left:
            children.setdefault(parent, []).append(node)
        if not left:
            ready.append(node)
    while ready:
        node = ready.pop()
        known = [roots[p] for p in parents[node]]
        roots[node] = frozenset().union(*known) if known else frozenset({home.get(node, node)})
        for child in children.get(node, ()):
            open_parents[child] -= 1
            if open_parents[child] == 0:
                ready.append(child)
    return [node for node in nodes if node not in roots]


def _circle(waiting: Sequence[str], parents: Mapping[str, Sequence[str]], roots: Mapping[str, frozenset[str]]) -> list[str]:
    """The circular chain met first when walking up from the first waiting node."""
    path: list[str] = []
    places: dict[str, int] = {}
    node = waiting[0]
    while node not in places:
        places[node] = len(path)
        path.append(node)
        node = next(p for p in parents[node] if p not in roots)
    return path[places[node] :]

"""The origin graph laid out: origins on the left, their carriers on the right, a line for every repeat. Units: SVG pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from reportedly.model import EdgeKind, Origin

WIDTH = 760
_ROW, _BOX, _LEFT, _TOP = 48, 34, 270, 34
_RIGHT = WIDTH - 250
_NAME, _NOTE = 34, 42
"""Letters of a name, and of the smaller note under it, that fit their box."""


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A box: `x`, `y` of its left upper corner. `id` is the origin's, or the report's."""

    id: str
    name: str
    full: str
    note: str
    x: int
    y: int
    width: int
    height: int = _BOX


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A line from a carrier to where it has the claim from. `path` is SVG path data."""

    kind: EdgeKind
    start: str
    end: str
    path: str
    words: str


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the equal table: who carries which origin, and why it is linked."""

    origin: str
    carrier: str
    report: str
    kinds: tuple[str, ...]
    evidence: tuple[str, ...]


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """The drawing, and the same as rows."""

    width: int
    height: int
    origins: tuple[Node, ...]
    carriers: tuple[Node, ...]
    links: tuple[Link, ...]
    rows: tuple[Way, ...]


def graph(origins: Sequence[Origin], names: Mapping[str, str]) -> Graph:
    """Lays out origins and carriers. `names` are the reports' outlets."""
    reports = list(dict.fromkeys(report for origin in origins for report in origin.carriers))
    tall = max(len(origins), len(reports))
    left = _column([(o.id, o.speaker or "nobody named", _note(o)) for o in origins], 0, _LEFT, tall)
    right = _column([(r, names.get(r, r), "") for r in reports], _RIGHT, WIDTH - _RIGHT, tall)
    at = {node.id: node for node in (*left, *right)}
    links = [_link(origin, report, at) for origin in origins for report in origin.carriers]
    return Graph(
        width=WIDTH,
        height=_TOP + max(1, tall) * _ROW,
        origins=tuple(left),
        carriers=tuple(right),
        links=tuple(links),
        rows=tuple(_way(origin, report, names) for origin in origins for report in origin.carriers),
    )


def _column(boxes: Sequence[tuple[str, str, str]], x: int, width: int, tall: int) -> list[Node]:
    """Boxes spread evenly over the height of the taller column."""
    step = tall / len(boxes) if boxes else 1.0
    return [
        Node(id=id_, name=_short(name), full=name, note=note, x=x, y=_TOP + int((n + 0.5) * step * _ROW - _ROW / 2), width=width)
        for n, (id_, name, note) in enumerate(boxes)
    ]


def _short(name: str, most: int = _NAME) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _note(origin: Origin) -> str:
    return _short(" · ".join(part for part in (origin.party, origin.medium) if part), _NOTE)


def _link(origin: Origin, report: str, at: Mapping[str, Node]) -> Link:
    start, end = at[report], at[origin.id]
    x1, y1 = end.x + end.width, end.y + _BOX // 2
    x2, y2 = start.x, start.y + _BOX // 2
    bend = (x2 - x1) // 2
    kind, words = _why(origin, report)
    path = f"M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    return Link(kind=kind, start=report, end=origin.id, path=path, words=words)


def _why(origin: Origin, report: str) -> tuple[EdgeKind, str]:
    """The first step from a carrier, forwards and links before mere naming."""
    steps = sorted(
        (e for e in origin.edges if e.start == report and e.score > 0), key=lambda e: (e.kind == "attribution", -e.score)
    )
    return (steps[0].kind, steps[0].evidence) if steps else ("attribution", "said it itself")


def _way(origin: Origin, report: str, names: Mapping[str, str]) -> Way:
    steps = [edge for edge in origin.edges if edge.start == report]
    return Way(
        origin=origin.speaker or "nobody named",
        carrier=names.get(report, report),
        report=report,
        kinds=tuple(dict.fromkeys(edge.kind for edge in steps)),
        evidence=tuple(dict.fromkeys(edge.evidence for edge in steps)),
    )

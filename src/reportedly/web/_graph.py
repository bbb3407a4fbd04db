"""The origin graph in layers: origins, who has it from them, who has it from those; a line for every step. Units: SVG pixels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from reportedly.model import Edge, EdgeKind, Origin

_ROW, _BOX, _TOP = 46, 34, 34
_WIDTH, _GAP, _NARROW = 226, 118, 760
_NAME, _NOTE = 29, 36
"""Letters of a name, and of the smaller note under it, that fit their box."""
_DEEPEST = 6

Said = tuple[EdgeKind, str, str, str]
"""A step: its kind, from which report, to which report or origin, and its evidence."""


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A box: `x`, `y` of its left upper corner. `id` is the origin's, or the report's. `layer` 0 are the origins."""

    id: str
    name: str
    full: str
    note: str
    layer: int
    x: int
    y: int
    width: int = _WIDTH
    height: int = _BOX


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A line from a carrier to where it has the claim from. `path` is SVG path data."""

    kind: EdgeKind
    start: str
    end: str
    path: str
    words: str


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the equal table: who carries which origin, through whom, and why it is linked."""

    origin: str
    carrier: str
    report: str
    through: tuple[str, ...]
    kinds: tuple[str, ...]
    evidence: tuple[str, ...]


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """The drawing, and the same as rows. `columns` are the x of the layers."""

    width: int
    height: int
    columns: tuple[int, ...]
    origins: tuple[Node, ...]
    carriers: tuple[Node, ...]
    links: tuple[Link, ...]
    rows: tuple[Way, ...]


def graph(origins: Sequence[Origin], names: Mapping[str, str]) -> Graph:
    """Lays out origins and carriers. `names` are the reports' outlets."""
    steps = [step for origin in origins for step in _steps(origin)]
    layers = _layers(origins, steps)
    at = _placed(origins, names, layers, steps)
    columns = sorted({node.x for node in at.values()})
    tall = max((sum(node.x == x for node in at.values()) for x in columns), default=1)
    return Graph(
        width=max(_NARROW, columns[-1] + _WIDTH + 1 if columns else 0),
        height=_TOP + tall * _ROW,
        columns=tuple(columns),
        origins=tuple(node for node in at.values() if node.layer == 0),
        carriers=tuple(node for node in at.values() if node.layer),
        links=tuple(_link(step, at) for step in steps),
        rows=tuple(_way(origin, report, names) for origin in origins for report in origin.carriers),
    )


def _steps(origin: Origin) -> Iterable[Said]:
    """One step out of each carrier: to another carrier that it has it from, else to the origin; the surest step speaks."""
    for report in origin.carriers:
        edges = sorted((e for e in origin.edges if e.start == report and e.score > 0), key=_rank)
        through = next(
            (e for e in edges if e.end in origin.carriers and e.end != report and not _back(origin, report, e.end)), None
        )
        best = through or next(iter(edges), None)
        kind, words = (best.kind, best.evidence) if best else ("attribution", "said it itself")
        yield kind, report, through.end if through else origin.id, words


def _rank(edge: Edge) -> tuple[bool, float]:
    """Forwards and links before mere naming."""
    return edge.kind == "attribution", -edge.score


def _back(origin: Origin, start: str, end: str) -> bool:
    """Whether a carrier's own steps lead back to where one came from: a circle, which is not drawn as a chain."""
    seen, open_ = {start}, [end]
    while open_:
        here = open_.pop()
        ahead = [edge.end for edge in origin.edges if edge.start == here and edge.end in origin.carriers]
        if start in ahead:
            return True
        open_ += [one for one in ahead if one not in seen]
        seen.update(ahead)
    return False


def _layers(origins: Sequence[Origin], steps: Sequence[Said]) -> dict[str, int]:
    """The layer of each node: one to the right of the rightmost that it has it from."""
    layers = {origin.id: 0 for origin in origins} | {start: 1 for _, start, _, _ in steps}
    for _ in range(_DEEPEST):
        for _, start, end, _ in steps:
            layers[start] = min(_DEEPEST, max(layers[start], layers[end] + 1))
    return layers


def _placed(
    origins: Sequence[Origin], names: Mapping[str, str], layers: Mapping[str, int], steps: Sequence[Said]
) -> dict[str, Node]:
    """Every layer spread over the height of the fullest one, each node near those that it has it from."""
    told = {o.id: (o.speaker or "nobody named", _note(o)) for o in origins}
    columns: dict[int, list[str]] = defaultdict(list)
    for node, layer in layers.items():
        columns[layer].append(node)
    tall = max((len(found) for found in columns.values()), default=1)
    x = {layer: number * (_WIDTH + _stride(len(columns))) for number, layer in enumerate(sorted(columns))}
    at: dict[str, Node] = {}
    for layer in sorted(columns):
        ordered = sorted(columns[layer], key=lambda node: (_middle(node, steps, at), columns[layer].index(node)))
        for number, node in enumerate(ordered):
            name, note = told.get(node, (names.get(node, node), ""))
            y = _TOP + int((number + 0.5) * tall / len(ordered) * _ROW - _ROW / 2)
            at[node] = Node(id=node, name=_short(name), full=name, note=note, layer=layer, x=x[layer], y=y)
    return at


def _stride(columns: int) -> int:
    """Room between layers; two layers fill the page's width."""
    return _NARROW - 2 * _WIDTH - 1 if columns <= 2 else _GAP


def _middle(node: str, steps: Iterable[Said], at: Mapping[str, Node]) -> float:
    heights = [at[end].y for _, start, end, _ in steps if start == node and end in at]
    return sum(heights) / len(heights) if heights else 0.0


def _short(name: str, most: int = _NAME) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _note(origin: Origin) -> str:
    return _short(" · ".join(part for part in (origin.party, origin.medium) if part), _NOTE)


def _link(step: Said, at: Mapping[str, Node]) -> Link:
    kind, report, end, words = step
    x1, y1 = at[end].x + at[end].width, at[end].y + _BOX // 2
    x2, y2 = at[report].x, at[report].y + _BOX // 2
    bend = (x2 - x1) // 2
    return Link(kind=kind, start=report, end=end, path=f"M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}", words=words)


def _way(origin: Origin, report: str, names: Mapping[str, str]) -> Way:
    edges = [edge for edge in origin.edges if edge.start == report]
    return Way(
        origin=origin.speaker or "nobody named",
        carrier=names.get(report, report),
        report=report,
        through=tuple(dict.fromkeys(names.get(e.end, e.end) for e in edges if e.end in origin.carriers and e.end != report)),
        kinds=tuple(dict.fromkeys(edge.kind for edge in edges)),
        evidence=tuple(dict.fromkeys(edge.evidence for edge in edges)),
    )

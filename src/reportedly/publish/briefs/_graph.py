"""Who has it from whom, as SVG: origins on the left, the reports that repeat them on the right."""

from __future__ import annotations

from collections.abc import Mapping

from reportedly.model import Origin
from reportedly.publish.briefs import _svg as svg
from reportedly.publish.briefs._values import EventView, Source

WIDTH = 720
_ROW, _BOX, _TOP = 34, 26, 22
_LEFT, _RIGHT = 320, 470
_MOST = 12
"""Boxes on either side; the rest is counted and stands in the list of sources."""


def origin_graph(view: EventView) -> str:
    """The drawing; empty when no origin is carried by a report that the brief names."""
    sources = {source.report: source for source in view.sources}
    origins = [one for one in view.origins if any(carrier in sources for carrier in one.carriers)]
    origins.sort(key=lambda one: -len(one.carriers))
    shown = origins[:_MOST]
    carried = [s for s in view.sources if any(s.report in one.carriers for one in shown)][:_MOST]
    if not shown:
        return ""
    rows = max(len(shown), len(carried))
    height = _TOP + rows * _ROW + 8
    left = {one.id: _y(number, len(shown), rows) for number, one in enumerate(shown)}
    right = {one.report: _y(number, len(carried), rows) for number, one in enumerate(carried)}
    parts = [
        svg.text(4, 14, _titled("Origins", len(shown), len(origins)), fill=svg.SOFT),
        svg.text(_RIGHT, 14, _titled("Reports that repeat them", len(carried), len(view.sources)), fill=svg.SOFT),
    ]
    for one in shown:
        parts += [_curve(one, carrier, left[one.id], right[carrier]) for carrier in one.carriers if carrier in right]
    parts += [_origin(one, left[one.id]) for one in shown]
    parts += [_report(one, right[one.report]) for one in carried]
    return svg.figure(WIDTH, height, _told(shown, sources), parts)


def _titled(words: str, shown: int, of: int) -> str:
    return words if shown == of else f"{words} (the first {shown} of {of})"


def _y(number: int, count: int, rows: int) -> float:
    """Boxes of the shorter side are spread over the height of the longer."""
    return _TOP + (number + 0.5) * rows / count * _ROW


def _curve(origin: Origin, carrier: str, y1: float, y2: float) -> str:
    kinds = sorted({edge.kind for edge in origin.edges if edge.start == carrier})
    middle = (_LEFT + _RIGHT) / 2
    path = (
        f'<path d="M{_LEFT} {y1:.0f}C{middle:.0f} {y1:.0f} {middle:.0f} {y2:.0f} {_RIGHT} {y2:.0f}" '
        f'fill="none" stroke="{svg.SOFT}" stroke-width="1.2"/>'
    )
    return svg.titled(", ".join(kinds) or "attribution", path)


def _origin(origin: Origin, y: float) -> str:
    words, note = origin.speaker or "an unnamed source", origin.party or origin.medium or ""
    frame = f'<rect x="4" y="{y - _BOX / 2:.1f}" width="{_LEFT - 4}" height="{_BOX}" rx="4" fill="#f3f1ec" stroke="{svg.LINE}"/>'
    name = svg.text(12, y + 4, svg.shortened(words, 24 if note else 36), bold=True)
    side = svg.text(_LEFT - 8, y + 4, svg.shortened(note, 16), size=10, fill=svg.SOFT, anchor="end") if note else ""
    return svg.titled(f"{words} {note}".strip(), frame + name + side)


def _report(source: Source, y: float) -> str:
    frame = (
        f'<rect x="{_RIGHT}" y="{y - _BOX / 2:.1f}" width="{WIDTH - _RIGHT - 4}" height="{_BOX}" rx="4" '
        f'fill="{svg.PAPER}" stroke="{svg.LINE}"/>'
    )
    words = f"[{source.number}] {source.outlet}"
    return svg.titled(source.title or source.outlet, frame + svg.text(_RIGHT + 8, y + 4, svg.shortened(words, 34)))


def _told(origins: list[Origin], sources: Mapping[str, Source]) -> str:
    told = []
    for one in origins:
        carriers = ", ".join(f"[{sources[c].number}] {sources[c].outlet}" for c in one.carriers if c in sources)
        told.append(f"{one.speaker or 'an unnamed source'}: {carriers}")
    return f"Who has it from whom. {'; '.join(told)}"

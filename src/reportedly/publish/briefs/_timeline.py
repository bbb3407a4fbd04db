"""An event's timeline as SVG: four times kept apart — of the event, of utterances, of publications and of captures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from reportedly.publish.briefs import _svg as svg
from reportedly.publish.briefs._values import EventView

WIDTH = 720
_LEFT, _RIGHT, _LANE, _TOP = 96, 14, 24, 8
_LANES = ("happened", "uttered", "published", "captured", "decided")
_COLOURS = {"happened": "#8a6d1f", "uttered": "#1d4f7a", "published": "#1b1b1b", "captured": "#8a8a8a", "decided": "#1d5a3a"}
_TICKS = 5

Mark = tuple[str, datetime, datetime, str]
"""Lane, begin, end, what it is."""


def timeline(view: EventView) -> str:
    """The drawing; empty when there are fewer than two moments to tell apart."""
    marks = list(_marks(view))
    moments = [at for _, begin, end, _ in marks for at in (begin, end)]
    if len(set(moments)) < 2:
        return ""
    first, last = min(moments), max(moments)
    lanes = [lane for lane in _LANES if any(mark[0] == lane for mark in marks)]
    height = _TOP + len(lanes) * _LANE + 26

    def x(at: datetime) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * ((at - first) / (last - first))

    parts = []
    for number, lane in enumerate(lanes):
        y = _TOP + number * _LANE + _LANE / 2
        parts.append(svg.text(_LEFT - 10, y + 4, lane, fill=svg.SOFT, anchor="end"))
        parts.append(svg.line(_LEFT, y, WIDTH - _RIGHT, y, width=0.8))
        parts += [_mark(mark, x(mark[1]), x(mark[2]), y) for mark in marks if mark[0] == lane]
    parts += _axis(first, last, height)
    told = "; ".join(f"{lane} {begin:%Y-%m-%d %H:%M}: {what}" for lane, begin, _, what in marks[:12])
    return svg.figure(WIDTH, height, f"Timeline. {told}", parts)


def _marks(view: EventView) -> Iterator[Mark]:
    event = view.event
    if event.time and event.time.first:
        begin = _moment(event.time.first)
        end = _moment(event.time.last or event.time.first, end=True)
        yield "happened", begin, max(begin, end), "as claims give it"
    for origin in event.origins:
        if origin.uttered_at:
            at = _moment(origin.uttered_at)
            yield "uttered", at, at, origin.speaker or "an unnamed source"
    for source in view.sources:
        at = _moment(source.at)
        yield "published", at, at, f"[{source.number}] {source.outlet}"
    captured = [event.first_seen, *(change.at for change in event.revisions)]
    for text in dict.fromkeys(captured):
        yield "captured", _moment(text), _moment(text), "first capture" if text == event.first_seen else "a changed text"
    for judgement in event.judgements:
        if not judgement.undone:
            at = _moment(judgement.at)
            yield "decided", at, at, f"{judgement.by}: {judgement.decision}"


def _mark(mark: Mark, x1: float, x2: float, y: float) -> str:
    lane, begin, _, what = mark
    colour = _COLOURS[lane]
    if x2 - x1 > 6:
        shape = (
            f'<rect x="{x1:.1f}" y="{y - 5:.1f}" width="{x2 - x1:.1f}" height="10" rx="3" fill="{colour}" fill-opacity="0.55"/>'
        )
    else:
        shape = f'<circle cx="{x1:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}" fill-opacity="0.8"/>'
    return svg.titled(f"{what}, {begin:%Y-%m-%d %H:%M} UTC", shape)


def _axis(first: datetime, last: datetime, height: int) -> Iterator[str]:
    form = "%d %b %H:%M" if last - first < timedelta(days=8) else "%d %b %Y"
    for number in range(_TICKS):
        share = number / (_TICKS - 1)
        x = _LEFT + (WIDTH - _LEFT - _RIGHT) * share
        anchor = "start" if number == 0 else "end" if number == _TICKS - 1 else "middle"
        yield svg.line(x, _TOP, x, height - 20, width=0.5, dash="2 4")
        yield svg.text(x, height - 6, (first + (last - first) * share).strftime(form), size=10, fill=svg.SOFT, anchor=anchor)


def _moment(text: str, *, end: bool = False) -> datetime:
    if len(text) == 10:
        day = datetime.fromisoformat(text).replace(tzinfo=UTC)
        return day + timedelta(days=1) if end else day
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)

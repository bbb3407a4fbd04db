"""The timeline drawn: four lanes under one clock, one for each kind of time; the list says the same. Units: SVG pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import get_args

import msgspec

from reportedly.model import Event, LedgerError
from reportedly.web import _words as words
from reportedly.web._timeline import Step, TimeKind

WIDTH, LANE, LEFT, TOP = 1000, 34, 92, 8
_RIGHT = 14
_TICKS = (
    *(timedelta(minutes=one) for one in (5, 15, 30)),
    *(timedelta(hours=one) for one in (1, 2, 3, 6, 12)),
    *(timedelta(days=one) for one in (1, 2, 7, 14, 30, 90, 365)),
)
_MOST_TICKS = 9


class Dot(msgspec.Struct, frozen=True):
    """One or more steps of a lane that fall together."""

    x: int
    count: int
    words: str


class Lane(msgspec.Struct, frozen=True):
    """One kind of time; `band` is the stretch that the event is said to lie in, from x to x."""

    kind: TimeKind
    name: str
    y: int
    dots: tuple[Dot, ...]
    band: tuple[int, int] | None = None


class Tick(msgspec.Struct, frozen=True):
    x: int
    label: str


class Lanes(msgspec.Struct, frozen=True, kw_only=True):
    """The drawing."""

    width: int
    height: int
    left: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    first: str
    last: str


def lanes(event: Event, steps: Sequence[Step]) -> Lanes | None:
    """None when there are not two moments to set apart."""
    moments = [at for step in steps if (at := _moment(step.at))]
    band = _band(event)
    whole = [*moments, *(band or ())]
    if len(set(whole)) < 2:
        return None
    scale = _Scale(min(whole), max(whole))
    drawn = [
        Lane(
            kind,
            words.TIMES[kind],
            TOP + number * LANE,
            tuple(_dots((step for step in steps if step.kind == kind and not (kind == "event" and band)), scale)),
            (scale.x(band[0]), scale.x(band[1])) if band and kind == "event" else None,
        )
        for number, kind in enumerate(get_args(TimeKind))
    ]
    first, last = (words.minute(at) for at in (scale.first, scale.last))
    ticks = tuple(scale.ticks())
    return Lanes(
        width=WIDTH, height=TOP + len(drawn) * LANE + 24, left=LEFT, lanes=tuple(drawn), ticks=ticks, first=first, last=last
    )


class _Scale:
    def __init__(self, first: datetime, last: datetime) -> None:
        self.first, self.last = first, last

    def x(self, at: datetime) -> int:
        return LEFT + round((at - self.first) / (self.last - self.first) * (WIDTH - LEFT - _RIGHT))

    def ticks(self) -> Iterable[Tick]:
        """Whole hours or days, no more than fit."""
        whole = self.last - self.first
        every = next((one for one in _TICKS if whole / one <= _MOST_TICKS), whole / _MOST_TICKS)
        start = datetime(self.first.year, self.first.month, self.first.day, tzinfo=UTC)
        at = start + every * -((start - self.first) // every)
        while at <= self.last:
            x = self.x(at)
            if x < WIDTH - 46:
                yield Tick(x, at.strftime("%H:%M") if every < timedelta(days=1) and at.hour + at.minute else words.day(at))
            at += every


def _moment(text: str) -> datetime | None:
    try:
        return words.asked(text)
    except LedgerError:
        return None


def _band(event: Event) -> tuple[datetime, datetime] | None:
    """From the first to the last moment the event is said to have been at; whole days unless a clock time is given."""
    time = event.time
    if time is None or not (time.first or time.last):
        return None
    first, last = _moment(time.first or time.last or ""), _moment(time.last or time.first or "")
    if first is None or last is None:
        return None
    if len(time.last or time.first or "") <= 10:
        last += timedelta(days=1) - timedelta(minutes=1)
    return first, max(first, last)


def _dots(steps: Iterable[Step], scale: _Scale) -> Iterable[Dot]:
    """Steps closer than a dot is wide become one."""
    found: list[list[tuple[int, str]]] = []
    for step in steps:
        at = _moment(step.at)
        if at is None:
            continue
        who = ", ".join(one.outlet or "outlet unknown" for one in step.who)
        told = scale.x(at), f"{words.minute(step.at)}: {step.words}{f' — {who}' if who else ''}"
        if found and told[0] - found[-1][0][0] < 12:
            found[-1].append(told)
        else:
            found.append([told])
    return (Dot(group[0][0], len(group), "; ".join(said for _, said in group)) for group in found)

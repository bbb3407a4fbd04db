"""What stands on a brief's page, whatever it is written as; also its JSON form."""

from __future__ import annotations

import msgspec

from reportedly.ledger.values import Change
from reportedly.model import Answer, Event, Origin, Point


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One report that carries an event; `number` is how sentences of that event refer to it."""

    number: int
    report: str
    outlet: str
    title: str | None
    url: str | None
    at: str


class Words(msgspec.Struct, frozen=True):
    """Exact words of one claim, and where they stand; `source` is the number of the report."""

    text: str
    outlet: str
    at: str
    claim: str
    source: int | None = None


class Line(msgspec.Struct, frozen=True):
    """One answer to a point: who gives it, as a sentence with the numbers of its sources, and their words."""

    answer: Answer
    holders: tuple[str, ...]
    words: tuple[Words, ...]
    more: int
    sentence: str = ""
    sources: tuple[int, ...] = ()


class PointView(msgspec.Struct, frozen=True):
    """One point with its answers, as a brief shows it."""

    point: Point
    lines: tuple[Line, ...]


class EventView(msgspec.Struct, frozen=True):
    """One event as a brief shows it. `number` is its place in the brief, and its mark on the map."""

    event: Event
    standing: str
    points: tuple[PointView, ...]
    number: int = 0
    sources: tuple[Source, ...] = ()
    when: str = ""
    where: str = ""
    note: str = ""

    @property
    def origins(self) -> tuple[Origin, ...]:
        return self.event.origins


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """The whole brief. `since` and `changes`: the earlier moment and what differs from it."""

    title: str
    as_of: str | None
    outlets: int
    origins: int
    events: tuple[EventView, ...]
    since: str | None = None
    changes: tuple[Change, ...] = ()
    exact: bool = False

    def standings(self) -> tuple[tuple[str, int], ...]:
        """How many events stand how, in the order of the brief."""
        counted: dict[str, int] = {}
        for view in self.events:
            counted[view.standing] = counted.get(view.standing, 0) + 1
        return tuple(counted.items())

"""The item: what one claimant says of one claim at one place. The unit that linking compares."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from reportedly.linking._claimants import Saying
from reportedly.linking._history import Told
from reportedly.linking._times import Days
from reportedly.model import Claim, Place, Polarity, Revision


class Item(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """`node` names the place, `days` are None when nothing tells the day; `group` is what types are compared by.

    `read_as` is the group by the item's own words alone, before items of one place and day agreed on one. `lent`: its place
    is that of another speaker's claim. `settled`: the report that puts the bare name of its place there.
    """

    told: Told
    saying: Saying
    place: Place | None
    inherited: str | None
    lent: bool
    node: str
    days: Days | None
    event_type: str
    group: str
    read_as: str
    stem: str
    summary: bool
    grams: frozenset[str]
    settled: str | None = None

    @property
    def id(self) -> str:
        return self.told.id

    @property
    def claim(self) -> Claim:
        return self.told.claim

    @property
    def revision(self) -> Revision:
        return self.told.observed.revision

    @property
    def report(self) -> str:
        return self.told.observed.revision.report

    @property
    def polarity(self) -> Polarity:
        return self.saying.polarity

    @property
    def said_at(self) -> datetime:
        return self.told.said_at

    @property
    def current(self) -> bool:
        return self.told.current

    @property
    def dated_itself(self) -> bool:
        """Whether the words that say when stand in what is said to have happened: not in "said on Tuesday"."""
        time, statement = self.claim.time, self.saying.statement
        if time is None or self.saying.headline:
            return False
        return statement is None or any(part.start <= time.start < part.end for part in statement.content)

    @property
    def order(self) -> tuple[object, ...]:
        """A total order: by when it was said, then by ids."""
        return (self.said_at, self.report, self.id, self.node, self.polarity)


def retyped(item: Item, kind: tuple[str, str]) -> Item:
    """The item as one of a (group, type)."""
    return item if item.group == kind[0] else msgspec.structs.replace(item, group=kind[0], event_type=kind[1])


def ordered(found: Iterable[Item]) -> list[Item]:
    return sorted(found, key=lambda item: item.order)

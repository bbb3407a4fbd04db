"""Days and moments: when claims say something happened, and when it was said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec

from reportedly.model import Revision, When

FOLLOW_UP = 3
"""Days after an event within which an undated denial still answers it."""


class Days(msgspec.Struct, frozen=True):
    """An interval of days as ordinals. `dated` when the words give it, else it is taken from the publication.

    `beside`: it is that of the same kind of event in the same report.
    """

    first: int
    last: int
    dated: bool
    beside: bool = False

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def overlaps(self, first: int, last: int) -> bool:
        return self.first <= last and first <= self.last


def said_days(when: When | None) -> Days | None:
    """The interval that the words give; None when they give none that can be read."""
    if when is None:
        return None
    first, last = _ordinal(when.first), _ordinal(when.last)
    if first is None and last is None:
        return None
    low = first if first is not None else last
    high = last if last is not None else first
    assert low is not None
    assert high is not None
    return Days(min(low, high), max(low, high), dated=True)


def publication_days(revision: Revision, width: int = 1) -> Days | None:
    """The publication day and `width` days before it; None when the publication is unknown or days after the capture.

    A clock that is off by less than a day (a wrong zone) still tells the day: that of the capture at the latest.
    """
    if revision.published_at is None:
        return None
    published, captured = utc(revision.published_at), utc(revision.captured_at)
    if published - captured > timedelta(days=1):
        return None
    published = min(published, captured)
    day = published.toordinal()
    return Days(day - width, day, dated=False)


def trusted(moment: datetime | None, revision: Revision) -> datetime | None:
    """The moment, unless it lies in the future of the capture: a clock that cannot be right."""
    if moment is None or utc(moment) > utc(revision.captured_at) + timedelta(hours=1):
        return None
    return utc(moment)


def future_clock(revision: Revision) -> bool:
    """Whether the report says it was published after it was captured."""
    return revision.published_at is not None and trusted(revision.published_at, revision) is None


def utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def spelled(moment: datetime) -> str:
    """RFC 3339 in UTC: `2024-03-12T11:45:00Z`."""
    return utc(moment).isoformat().replace("+00:00", "Z")


def day(ordinal: int) -> str:
    """An ordinal as an ISO date."""
    return date.fromordinal(ordinal).isoformat()


def _ordinal(text: str | None) -> int | None:
    try:
        return date.fromisoformat(text[:10]).toordinal() if text else None
    except ValueError:
        return None

"""When something is asked again. Pure: moments and counts in, moments out."""

from __future__ import annotations

from datetime import datetime, timedelta

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

_AGES = (
    (3 * HOUR, 15 * MINUTE),
    (1 * DAY, 1 * HOUR),
    (7 * DAY, 3 * HOUR),
    (30 * DAY, 3 * DAY),
    (365 * DAY, 30 * DAY),
)
"""Up to this age of an article, this long until it is visited again; most changes come in the first hours."""

_LONGEST_BACK_OFF = 6 * HOUR
_LONGEST_RETRY_AFTER = 1 * DAY
_JITTER = 0.1
MISSED_AGAIN = 1 * HOUR
"""An article that was not found is looked for again after so long, whatever its age, until it counts as unavailable."""

TRIES = 3


def revisit(published: datetime, now: datetime) -> timedelta | None:
    """How long until an article of that age is visited again; None when it is over a year old."""
    age = now - published
    return next((wait for oldest, wait in _AGES if age < oldest), None)


def back_off(every: timedelta, failures: int, retry_after: timedelta | None = None) -> timedelta:
    """How long to leave a place alone that failed so often in a row: twice as long each time, up to six hours.

    What the server asks for counts when it is longer, up to a day.
    """
    longest = max(_LONGEST_BACK_OFF, every)
    own = min(every * float(2 ** min(failures, 16)), longest)
    return max(own, min(retry_after or timedelta(0), _LONGEST_RETRY_AFTER))


def jittered(wait: timedelta, chance: float) -> timedelta:
    """The wait, up to a tenth longer; `chance` is 0..1. So that many sources do not fall due together."""
    return wait * (1 + _JITTER * chance)

"""Stretches of days, and the calendar's units around a day."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from dateutil.relativedelta import relativedelta

from reportedly.model import Precision

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = "january february march april may june july august september october november december".split()
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


class Days(msgspec.Struct, frozen=True):
    """From `first` to `last`, both included; None is open. `precision` follows ACLED: 1 day, 2 week, 3 month or longer."""

    first: date | None
    last: date | None
    precision: Precision


class Now(msgspec.Struct, frozen=True):
    """Where the expression is seen from: the day and hour of publication, whether the event lies in the past, and the
    day that "the same night" points to."""

    day: date
    hour: float
    past: bool
    anchor: date | None


def span(first: date, last: date) -> Days:
    """With the precision that its length allows: up to two days, up to two weeks, longer."""
    length = (last - first).days
    return Days(first, last, 1 if length <= 1 else 2 if length <= 14 else 3)


def day(value: date) -> Days:
    return Days(value, value, 1)


def shifted(value: date, days: int = 0, weeks: int = 0, months: int = 0, years: int = 0) -> date:
    return value + relativedelta(days=days, weeks=weeks, months=months, years=years)


def week(of: date, offset: int = 0) -> Days:
    """Monday to Sunday."""
    monday = of - timedelta(days=of.weekday()) + timedelta(weeks=offset)
    return Days(monday, monday + timedelta(days=6), 2)


def month(year: int, number: int) -> Days:
    first = date(year, number, 1)
    return Days(first, shifted(first, months=1) - timedelta(days=1), 3)


def year(number: int) -> Days:
    return Days(date(number, 1, 1), date(number, 12, 31), 3)


def season(name: str, number: int) -> Days:
    """Of the year in which it begins; the meteorological three months."""
    first = date(number, SEASONS[name], 1)
    return Days(first, shifted(first, months=3) - timedelta(days=1), 3)


def weekday(name: int, now: Now) -> date:
    """The latest such day up to publication, or the next from it on when the event lies ahead: on a Monday, "Monday" is today."""
    if now.past:
        return now.day - timedelta(days=(now.day.weekday() - name) % 7)
    return now.day + timedelta(days=(name - now.day.weekday()) % 7)


def weekend(now: Now) -> Days:
    saturday = week(now.day).first
    assert saturday is not None
    saturday += timedelta(days=5)
    if now.past and now.day < saturday:
        saturday -= timedelta(weeks=1)
    elif not now.past and now.day >= saturday:
        saturday += timedelta(weeks=1)
    return span(saturday, saturday + timedelta(days=1))


def dated(number: int, in_month: int, in_year: int | None, now: Now) -> date | None:
    """A day and month; without a year the one nearest in the direction of the event. None for 31 June."""
    try:
        if in_year is not None:
            return date(in_year, in_month, number)
        found = date(now.day.year, in_month, number)
    except ValueError:
        return None
    # A newspaper names the year of what is ten months old: a date without one is then still to come.
    if now.past and found > now.day + timedelta(days=60):
        return shifted(found, years=-1)
    if found < now.day - timedelta(days=300) or (not now.past and found < now.day - timedelta(days=1)):
        return shifted(found, years=1)
    return found


def clipped(days: Days, now: Now) -> Days:
    """A period that has begun ends with publication when what happened in it lies in the past."""
    if now.past and days.first and days.last and days.first <= now.day < days.last:
        return Days(days.first, now.day, days.precision)
    return days

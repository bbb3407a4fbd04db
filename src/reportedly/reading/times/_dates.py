"""Dates, months, seasons, years and weekdays, from the groups of the expression that matched them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from reportedly.reading.times._calendar import (
    MONTHS,
    WEEKDAYS,
    Days,
    Now,
    clipped,
    dated,
    day,
    month,
    season,
    span,
    weekday,
    year,
)

MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?\\b\\.?" for name in MONTHS).replace("sep(?:tember)?", "sep(?:t(?:ember)?)?")
DAY = "|".join(f"{name[:3]}(?:{name[3:]})?s?(?:['’]s)?" for name in WEEKDAYS).replace("tue(?:sday)?", "tue(?:s(?:day)?)?")


def _month_number(name: str) -> int:
    return next(n for n, full in enumerate(MONTHS, start=1) if full.startswith(name[:3]))


def _day_number(name: str) -> int:
    return next(n for n, full in enumerate(WEEKDAYS) if full.startswith(name[:3]))


def iso(m: re.Match[str], now: Now) -> Days | None:
    return one(dated(int(m["d"]), int(m["m"]), int(m["y"]), now)) if int(m["m"]) <= 12 else None


def dotted(m: re.Match[str], now: Now) -> Days | None:
    """12.03.2024; with slashes only where the order of day and month cannot be mistaken."""
    first, second = int(m["d"]), int(m["m"])
    if m["sep"] == "/" and first <= 12 and second <= 12 and first != second:
        return None
    if second > 12:
        first, second = second, first
    number = int(m["y"]) if m["y"] else None
    number = 2000 + number if number is not None and number < 100 else number
    return one(dated(first, second, number, now)) if 1 <= second <= 12 else None


def days_of_month(m: re.Match[str], now: Now) -> Days | None:
    """`12 March 2024`, `March 12`, `11-12 March`, `1 and 15 February`."""
    in_month, in_year = _month_number(m["month"]), int(m["year"]) if m["year"] else None
    first = dated(int(m["d"]), in_month, in_year, now)
    last = dated(int(m["d2"]), in_month, in_year, now) if m["d2"] else first
    return span(first, last) if first and last and first <= last else None


def month_of(m: re.Match[str], now: Now) -> Days | None:
    """`March`, `early March 2023`, `last September`."""
    number = _month_number(m["month"])
    if m["year"]:
        found = month(int(m["year"]), number)
    else:
        found = _nearest(lambda in_year: month(in_year, number), m["which"] or "", now)
    return clipped(part_of(found, m["part"]), now)


def _nearest(of_year: Callable[[int], Days], which: str, now: Now) -> Days:
    """The latest such month or season that has begun, or the next that is not over, as `which` and the tense have it."""
    found = of_year(now.day.year)
    assert found.first
    assert found.last
    begun, over = found.first <= now.day, found.last < now.day
    if which == "next" or (not now.past and which != "last"):
        return of_year(now.day.year + 1) if over or (which == "next" and begun) else found
    return of_year(now.day.year - 1) if not begun or (which == "last" and not over) else found


def part_of(whole: Days, part: str | None) -> Days:
    """The first, middle or last third of a month; of longer periods the same by months."""
    assert whole.first is not None
    assert whole.last is not None
    if not part:
        return whole
    length = (whole.last - whole.first).days + 1
    third = 10 if length < 32 else length // 3
    if re.match(r"early|start|beginning", part):
        return Days(whole.first, whole.first + timedelta(days=third - 1), 2 if length < 32 else 3)
    if re.match(r"mid", part):
        return Days(whole.first + timedelta(days=third), whole.first + timedelta(days=2 * third - 1), 2 if length < 32 else 3)
    return Days(whole.first + timedelta(days=2 * third), whole.last, 2 if length < 32 else 3)


def year_of(m: re.Match[str], now: Now) -> Days | None:
    return clipped(part_of(year(int(m["year"])), m["part"]), now)


def decade(m: re.Match[str], now: Now) -> Days | None:
    first = int(m["year"])
    return Days(date(first, 1, 1), date(first + 9, 12, 31), 3)


def season_of(m: re.Match[str], now: Now) -> Days | None:
    if m["year"]:
        return season(m["season"], int(m["year"]))
    return clipped(_nearest(lambda in_year: season(m["season"], in_year), m["which"] or "", now), now)


def weekday_of(m: re.Match[str], now: Now) -> Days | None:
    found = weekday(_day_number(m["day"]), now)
    if m["which"] == "last" and found == now.day:
        found -= timedelta(weeks=1)
    if m["which"] == "next" and found <= now.day:
        found += timedelta(weeks=1)
    return day(found)


def one(value: date | None) -> Days | None:
    return None if value is None else day(value)

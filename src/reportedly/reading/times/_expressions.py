"""One rule an expression: what it matches and the days it means. The first rule that fits wins."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from reportedly.reading.times._calendar import (
    Days,
    Now,
    clipped,
    dated,
    day,
    month,
    shifted,
    span,
    week,
    weekend,
    year,
)
from reportedly.reading.times._dates import (
    DAY,
    MONTH,
    days_of_month,
    decade,
    dotted,
    iso,
    month_of,
    one,
    part_of,
    season_of,
    weekday_of,
    year_of,
)

Rule = Callable[[re.Match[str], Now], Days | None]

_UNIT = r"(?P<unit>hour|day|night|week|month|year|decade)s?"
_COUNT = r"(?P<count>\d+|an?|the)"
_THEN = r"(?:the|that)(?: very)?(?: same)?"


def _period(m: re.Match[str], now: Now) -> Days | None:
    """`last week`, `this month`, `next year`; `earlier this week`."""
    offset = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}[m["which"]]
    unit = m["unit"]
    if unit == "weekend":
        base = weekend(now)
        skip = -1 if offset < 0 and base.last is not None and base.last >= now.day else 0
        return span(shifted(base.first, weeks=skip), shifted(base.last, weeks=skip)) if base.first and base.last else None
    if unit == "week":
        found = week(now.day, offset)
    elif unit == "month":
        moved = shifted(now.day, months=offset)
        found = month(moved.year, moved.month)
    else:
        found = year(now.day.year + offset)
    if not now.past and offset == 0:
        return Days(now.day, found.last, found.precision)
    return clipped(found, now)


def _ago(m: re.Match[str], now: Now) -> Days | None:
    """`two days ago`: a day; `three months ago`: that month; `four years ago`: that year."""
    return _moved(m, now.day, -1)


def _relative(m: re.Match[str], now: Now) -> Days | None:
    """`a day earlier`, `two weeks later`: counted from the day the text spoke of last."""
    base = now.anchor or (now.day if m["way"] != "later" else None)
    return _moved(m, base, 1 if m["way"] in ("later", "after") else -1) if base else None


def _moved(m: re.Match[str], base: date, sign: int) -> Days | None:
    count = sign * (int(m["count"]) if m["count"].isdigit() else 1)
    match m["unit"]:
        case "hour":
            return None
        case "day" | "night":
            return day(shifted(base, days=count))
        case "week":
            found = shifted(base, weeks=count)
            return Days(found, found, 2)
        case "month":
            found = shifted(base, months=count)
            return month(found.year, found.month)
        case "decade":
            return None
        case _:
            return year(base.year + count)


def _lasting(m: re.Match[str], now: Now) -> Days | None:
    """`the past three days`, `for a month`, `48 hours`: a stretch that touches publication."""
    count = int(m["count"]) if m["count"].isdigit() else 1
    unit = m["unit"]
    if unit == "hour":
        count, unit = count // 24, "day"
        if count == 0:
            return day(now.day)
    count, unit = (count * 10, "year") if unit == "decade" else (count, "day" if unit == "night" else unit)
    other = shifted(now.day, **{f"{unit}s": -count if now.past else count})
    first, last = min(now.day, other), max(now.day, other)
    return Days(first, last, {"day": 1 if count <= 1 else 2, "week": 2}.get(unit, 3))


def _end_of_period(m: re.Match[str], now: Now) -> Days | None:
    found = {"week": week(now.day), "month": month(now.day.year, now.day.month), "year": year(now.day.year)}[m["unit"]]
    return part_of(found, m["part"]) if m["unit"] != "week" else Days(now.day, found.last, 2)


def _since_start(m: re.Match[str], now: Now) -> Days | None:
    found = {"week": week(now.day), "month": month(now.day.year, now.day.month), "year": year(now.day.year)}[m["unit"]]
    return Days(found.first, now.day, found.precision)


def _offset(days: int) -> Rule:
    return lambda m, now: day(shifted(now.day, days=days))


def _anchored(days: int, guess: int | None = None) -> Rule:
    """Days from the one the text spoke of last; without one, `guess` days from publication or nothing."""

    def rule(m: re.Match[str], now: Now) -> Days | None:
        if now.anchor is not None:
            return day(shifted(now.anchor, days=days))
        return None if guess is None else day(shifted(now.day, days=guess))

    return rule


def _fixed(month_number: int, number: int) -> Rule:
    return lambda m, now: one(dated(number, month_number, None, now))


_D, _Y = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?", r"(?:,? (?P<year>(?:19|20)\d\d))?"
_D2 = r"(?:\s*(?:-|–|—|to|and|or|/)\s*(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?)?"
_PART = r"(?:(?P<part>early|late|mid|middle of|the middle of|start of|beginning of|end of)[ -](?:in )?)?"
_WHICH = r"(?:(?P<which>last|this|next|past|coming)\s+)?"
_RULES: list[tuple[re.Pattern[str], Rule]] = [
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b", iso),
        (r"\b(?P<d>\d{1,2})(?P<sep>[./])(?P<m>\d{1,2})(?:[./](?P<y>(?:\d\d)?\d\d))?\b", dotted),
        (rf"\b{_D}(?: day)?{_D2}\s+(?:of )?(?P<month>{MONTH}){_Y}(?!\w)", days_of_month),
        (rf"\b(?P<month>{MONTH})\s+{_D}{_D2}(?!\d){_Y}(?!\w)", days_of_month),
        (r"\bday before yesterday\b", _offset(-2)),
        (r"\bday after tomorrow\b", _offset(2)),
        (r"\byesterday|\blast night|\blast evening", _offset(-1)),
        (r"\btoday|\btonight|\bcurrently|\bright now|^now$|\bthis (?:morning|afternoon|evening|night)", _offset(0)),
        (r"\btomorrow", _offset(1)),
        (rf"{_THEN} (?:day|night|evening|morning|afternoon)$", _anchored(0)),
        (r"\b(?:the )?(?:next|following) (?:day|morning|evening|night)$", _anchored(1)),
        (r"\b(?:the )?(?:previous (?:day|evening|night|morning)|(?:day|night|evening|morning) before)$", _anchored(-1, -1)),
        (r"^(?:the )?(?:week before|previous week)$", lambda m, now: week(now.anchor or now.day, -1)),
        (rf"(?:^|\b){_COUNT} {_UNIT} ago\b", _ago),
        (rf"(?:^|\b){_COUNT} {_UNIT} (?P<way>earlier|later|before|after)$", _relative),
        (r"\b(?:since|from) the (?:start|beginning) of the (?P<unit>week|month|year)\b", _since_start),
        (r"\b(?P<part>start|beginning|middle|end) of (?:the|this) (?P<unit>week|month|year)\b", _end_of_period),
        (r"\bearlier (?:this|in the) (?P<unit>week|month|year)\b", _since_start),
        (r"\b(?P<which>last|this|next|previous|coming|current) (?P<unit>weekend|week|month|year)\b", _period),
        (r"\bweekend\b", lambda m, now: weekend(now)),
        (rf"\b{_PART}{_WHICH}(?P<month>{MONTH}){_Y}(?!\w)", month_of),
        (rf"\b{_WHICH}(?P<season>spring|summer|autumn|fall|winter)(?: of)?{_Y}\b", season_of),
        (rf"\b{_WHICH}(?P<day>{DAY})\b", weekday_of),
        (r"\b(?:the )?(?P<year>(?:19|20)\d0)['’]?s\b", decade),
        (rf"\b{_PART}(?P<year>(?:19|20)\d\d)\b(?!\s*(?:-|:))", year_of),
        (r"\bchristmas(?: day)?$", _fixed(12, 25)),
        (r"\bchristmas eve$", _fixed(12, 24)),
        (r"\bnew year['’]s eve$", _fixed(12, 31)),
        (r"\bnew year['’]s day$", _fixed(1, 1)),
        (rf"(?:^|\b)(?:past |last |for |over |within |next |about |nearly |in )*(?P<count>\d+|an?) (?:\w+ )?{_UNIT}$", _lasting),
        (r"\bpast (?P<count>)(?P<unit>week|month|year|decade)$", _lasting),
        (r"\b(?:past|last|next) (?P<count>)(?P<unit>hour|day|decade)$", _lasting),
    )
]


def days(text: str, now: Now) -> Days | None:
    """What the words (lower case, digits, no clock time) mean; None when no rule fits."""
    for pattern, rule in _RULES:
        match = pattern.search(text)
        if match is not None:
            return rule(match, now)
    return None

"""One rule an expression: what it matches and the days it means. The first rule that fits wins."""

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
    shifted,
    span,
    week,
    weekday,
    weekend,
    year,
)

Rule = Callable[[re.Match[str], Now], Days | None]

MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?\\b\\.?" for name in MONTHS).replace("sep(?:tember)?", "sep(?:t(?:ember)?)?")
DAY = "|".join(f"{name[:3]}(?:{name[3:]})?s?(?:['’]s)?" for name in WEEKDAYS).replace("tue(?:sday)?", "tue(?:s(?:day)?)?")
_UNIT = r"(?P<unit>hour|day|night|week|month|year|decade)s?"
_COUNT = r"(?P<count>\d+|an?|the)"
_THEN = r"(?:the|that)(?: very)?(?: same)?"


def _month_number(name: str) -> int:
    return next(n for n, full in enumerate(MONTHS, start=1) if full.startswith(name[:3]))


def _day_number(name: str) -> int:
    return next(n for n, full in enumerate(WEEKDAYS) if full.startswith(name[:3]))


def _iso(m: re.Match[str], now: Now) -> Days | None:
    return _one(dated(int(m["d"]), int(m["m"]), int(m["y"]), now)) if int(m["m"]) <= 12 else None


def _dotted(m: re.Match[str], now: Now) -> Days | None:
    """12.03.2024; with slashes only where the order of day and month cannot be mistaken."""
    first, second = int(m["d"]), int(m["m"])
    if m["sep"] == "/" and first <= 12 and second <= 12 and first != second:
        return None
    if second > 12:
        first, second = second, first
    number = int(m["y"]) if m["y"] else None
    number = 2000 + number if number is not None and number < 100 else number
    return _one(dated(first, second, number, now)) if 1 <= second <= 12 else None


def _days_of_month(m: re.Match[str], now: Now) -> Days | None:
    """`12 March 2024`, `March 12`, `11-12 March`, `1 and 15 February`."""
    in_month, in_year = _month_number(m["month"]), int(m["year"]) if m["year"] else None
    first = dated(int(m["d"]), in_month, in_year, now)
    last = dated(int(m["d2"]), in_month, in_year, now) if m["d2"] else first
    return span(first, last) if first and last and first <= last else None


def _month_of(m: re.Match[str], now: Now) -> Days | None:
    """`March`, `early March 2023`, `last September`."""
    number = _month_number(m["month"])
    if m["year"]:
        found = month(int(m["year"]), number)
    else:
        found = _nearest(lambda in_year: month(in_year, number), m["which"] or "", now)
    return clipped(_part_of(found, m["part"]), now)


def _nearest(of_year: Callable[[int], Days], which: str, now: Now) -> Days:
    """The latest such month or season that has begun, or the next that is not over, as `which` and the tense have it."""
    found = of_year(now.day.year)
    assert found.first
    assert found.last
    begun, over = found.first <= now.day, found.last < now.day
    if which == "next" or (not now.past and which != "last"):
        return of_year(now.day.year + 1) if over or (which == "next" and begun) else found
    return of_year(now.day.year - 1) if not begun or (which == "last" and not over) else found


def _part_of(whole: Days, part: str | None) -> Days:
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


def _year_of(m: re.Match[str], now: Now) -> Days | None:
    return clipped(_part_of(year(int(m["year"])), m["part"]), now)


def _decade(m: re.Match[str], now: Now) -> Days | None:
    first = int(m["year"])
    return Days(date(first, 1, 1), date(first + 9, 12, 31), 3)


def _season_of(m: re.Match[str], now: Now) -> Days | None:
    if m["year"]:
        return season(m["season"], int(m["year"]))
    return clipped(_nearest(lambda in_year: season(m["season"], in_year), m["which"] or "", now), now)


def _weekday_of(m: re.Match[str], now: Now) -> Days | None:
    found = weekday(_day_number(m["day"]), now)
    if m["which"] == "last" and found == now.day:
        found -= timedelta(weeks=1)
    if m["which"] == "next" and found <= now.day:
        found += timedelta(weeks=1)
    return day(found)


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
    return _part_of(found, m["part"]) if m["unit"] != "week" else Days(now.day, found.last, 2)


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
    return lambda m, now: _one(dated(number, month_number, None, now))


def _one(value: date | None) -> Days | None:
    return None if value is None else day(value)


_D, _Y = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?", r"(?:,? (?P<year>(?:19|20)\d\d))?"
_D2 = r"(?:\s*(?:-|–|—|to|and|or|/)\s*(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?)?"
_PART = r"(?:(?P<part>early|late|mid|middle of|the middle of|start of|beginning of|end of)[ -](?:in )?)?"
_WHICH = r"(?:(?P<which>last|this|next|past|coming)\s+)?"
_RULES: list[tuple[re.Pattern[str], Rule]] = [
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b", _iso),
        (r"\b(?P<d>\d{1,2})(?P<sep>[./])(?P<m>\d{1,2})(?:[./](?P<y>(?:\d\d)?\d\d))?\b", _dotted),
        (rf"\b{_D}(?: day)?{_D2}\s+(?:of )?(?P<month>{MONTH}){_Y}(?!\w)", _days_of_month),
        (rf"\b(?P<month>{MONTH})\s+{_D}{_D2}(?!\d){_Y}(?!\w)", _days_of_month),
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
        (rf"\b{_PART}{_WHICH}(?P<month>{MONTH}){_Y}(?!\w)", _month_of),
        (rf"\b{_WHICH}(?P<season>spring|summer|autumn|fall|winter)(?: of)?{_Y}\b", _season_of),
        (rf"\b{_WHICH}(?P<day>{DAY})\b", _weekday_of),
        (r"\b(?:the )?(?P<year>(?:19|20)\d0)['’]?s\b", _decade),
        (rf"\b{_PART}(?P<year>(?:19|20)\d\d)\b(?!\s*(?:-|:))", _year_of),
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

"""`resolve`: an expression's operators, its days, its clock time."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

from reportedly.model import When
from reportedly.reading.quantities import digits
from reportedly.reading.times._calendar import Days, Now, day, shifted, span
from reportedly.reading.times._clock import clock, is_exact, part
from reportedly.reading.times._context import leading, opens, told
from reportedly.reading.times._expressions import days
from reportedly.reading.times._slavic import anglicised

_NIGHTS = re.compile(
    r"\bovernight\b|^(?:the )?night$|^(?:at|by|during the|in the) night$|\bnight of\b.*(?:-|–|\bto\b|\bonto\b|\binto\b)"
)
_BETWEEN = re.compile(r"^(?:between|from|since)?\s*(?P<a>.+?)\s+(?:and|to|until|till|through|–|—|-)\s+(?P<b>.+)$")
_SINCE = re.compile(r"^(?:ever )?since\s+|^starting (?:on |from )?")
_UNTIL = re.compile(r"^(?:until|till|through|up to|by|before the (?=end of))\s*")
_BEFORE = re.compile(r"^(?:before|ahead of|prior to)\s+")
_POINTING = re.compile(r"(?:that|the same|the next|the following|every)\b")
_COUPLE = re.compile(r"\ba couple(?: of)?\b")


def resolve(
    words: str,
    start: int,
    end: int,
    *,
    published_at: datetime | None,
    zone: tzinfo | None = None,
    past: bool = True,
    anchor: date | None = None,
    before: str = "",
) -> When:
    """When `words` (the text at `start`..`end`) say it was, seen from the publication.

    Days are those of `zone`, else of `published_at` as it is. `past` is False for what is still planned. `anchor` is the day
    that the text spoke of last: what "the same night" points to. `before` is the text up to `start`: a "since" there opens a
    period, and "said" or "is due" tell the past from the future where `past` is only the claim's. Without publication only
    full dates resolve. A moment comes with its zone, and only when the words give a clock time and `zone` is known. What
    cannot be told stays None.
    """
    clause = leading(before)
    text = ("since " if opens(clause) else "") + _normal(words)
    local = published_at.astimezone(zone) if published_at and zone else published_at
    if local is None:
        return _undated(text, words, start, end)
    behind = past or (told(clause) and not _UNTIL.match(text))
    found = _within_calendar(text, Now(local.date(), local.hour + local.minute / 60, behind, anchor))
    if found is None:
        return When(text=words, start=start, end=end)
    moment = _moment(text, found, zone)
    if moment is not None:
        return When(text=words, start=start, end=end, first=moment, last=moment, time_precision=1)
    return _when(words, start, end, found)


def _when(words: str, start: int, end: int, found: Days) -> When:
    first = found.first.isoformat() if found.first else None
    last = found.last.isoformat() if found.last else None
    return When(text=words, start=start, end=end, first=first, last=last, time_precision=found.precision)


def _undated(text: str, words: str, start: int, end: int) -> When:
    """Without a publication: only what comes out the same from two far apart days."""
    seen = {_within_calendar(text, Now(date(y, m, d), 12, True, None)) for y, m, d in ((1204, 6, 9), (2891, 11, 25))}
    found = seen.pop()
    return _when(words, start, end, found) if found is not None and not seen else When(text=words, start=start, end=end)


def _normal(words: str) -> str:
    text = re.sub(r"[\s\u00a0]+", " ", words).strip(' ,.;:"“”').lower()
    text = anglicised(text.replace("’", "'"))
    return digits(_COUPLE.sub("2", text)).strip()


def _within_calendar(text: str, now: Now) -> Days | None:
    """None for what lies outside the years 1 to 9999: `5,000 years ago`."""
    try:
        return _resolved(text, now)
    except (ValueError, OverflowError):
        return None


def _resolved(text: str, now: Now) -> Days | None:
    plain = re.sub(r"^(?:on|in|at|of|during|again|only|around|about|the night of|in the night of) ", "", text)
    if _NIGHTS.search(text):
        return _night(text, now)
    whole = _simple(text, now) if _one_expression(text) else None
    if whole is not None:
        return whole
    if (match := _SINCE.match(plain)) and not _BETWEEN.match(plain):
        begun = _resolved(plain[match.end() :], now)
        return _until_now(begun, now) if begun else None
    if match := _UNTIL.match(plain):
        limit = _resolved(plain[match.end() :], now)
        return _up_to(limit, now) if limit else None
    if match := _BEFORE.match(plain):
        limit = _simple(plain, now) if part(plain)[0] or clock(plain)[0] else _resolved(plain[match.end() :], now)
        return limit and (limit if part(plain)[0] or clock(plain)[0] else _short_of(limit, now))
    if match := _BETWEEN.match(plain):
        return _between(match["a"], match["b"], now)
    return _simple(text, now)


def _one_expression(text: str) -> bool:
    """Whether `11-12 March`, `1 and 15 February` or the like: joined words that one rule reads."""
    return re.search(r"\d\s*(?:-|–|—|to|and)\s*\d{1,2} [a-z]|[a-z] \d{1,2}\s*(?:-|–|—|to|and)\s*\d{1,2}$", text) is not None


def _simple(text: str, now: Now) -> Days | None:
    """An expression without operators: days, or a bare time of day."""
    moment, rest = clock(text)
    found = days(rest if moment else text, now)
    if found is not None:
        return found
    if moment is not None:
        return day(_latest(moment, now))
    name, _ = part(text)
    if name is None or _POINTING.match(text):
        return None
    evening = name in ("evening", "night", "dusk", "sunset", "nightfall")
    return day(now.day - timedelta(days=1) if now.past and evening and now.hour < 17 else now.day)


def _latest(moment: time, now: Now) -> date:
    """The last day on which the clock showed this before publication; the next one for what lies ahead."""
    hour = moment.hour + moment.minute / 60
    if now.past:
        return now.day if hour <= now.hour else now.day - timedelta(days=1)
    return now.day if hour > now.hour else now.day + timedelta(days=1)


def _night(text: str, now: Now) -> Days | None:
    """A night belongs to two days: `overnight` ends on the day of publication, `overnight into Saturday` on Saturday."""
    rest = re.sub(r"\b(?:overnight|the night of|during|night|on|in|of|at|by|from|the)\b", " ", text)
    onto = re.search(r"\b(?:into|onto|to|until)\s+(.+)$", rest)
    named = days(re.sub(r"\s+", " ", rest).strip(), now)
    if named is None and rest.strip() and onto is None:
        pieces = re.split(r"\s*(?:-|–|—|/|\band\b)\s*", rest.strip())
        ends = [days(piece, now) for piece in pieces]
        named = span(ends[0].first, ends[-1].last) if ends[0] and ends[-1] and ends[0].first and ends[-1].last else None
    if onto is not None and (last := days(onto[1], now)) and last.last:
        return span(last.last - timedelta(days=1), last.last)
    if named is not None:
        return named
    if rest.strip(" -"):
        return None
    return span(now.day - timedelta(days=1), now.day) if now.past else span(now.day, now.day + timedelta(days=1))


def _until_now(begun: Days, now: Now) -> Days:
    if begun.first is None or begun.first > now.day:
        return Days(begun.first, None, 3)
    return Days(begun.first, now.day, span(begun.first, now.day).precision)


def _up_to(limit: Days, now: Now) -> Days:
    """`by Thursday`: from now until then; in the past only the end is known, unless it is the very day."""
    if limit.last is not None and limit.last > now.day and not now.past:
        longer = limit.first == limit.last
        return limit if longer else Days(now.day, limit.last, span(now.day, limit.last).precision)
    return limit if limit.first == limit.last else Days(None, limit.last, limit.precision)


def _short_of(limit: Days, now: Now) -> Days:
    """`before the weekend`: the days from now up to its eve."""
    if limit.first is None:
        return limit
    eve = shifted(limit.first, days=-1)
    return span(now.day, eve) if not now.past and now.day <= eve else Days(None, eve, limit.precision)


def _between(a: str, b: str, now: Now) -> Days | None:
    last = _simple(b, now)
    if last is None or last.last is None:
        return None
    if re.fullmatch(r"\d{1,2}", a) and last.first is not None:
        return span(last.first.replace(day=int(a)), last.last) if 0 < int(a) <= last.first.day else None
    first = _simple(a, Now(last.last, 24, True, now.anchor))
    if first is None or first.first is None or first.first > last.last:
        return None
    return Days(first.first, last.last, max(span(first.first, last.last).precision, first.precision if first != last else 1))


def _moment(text: str, found: Days, zone: tzinfo | None) -> str | None:
    if zone is None or found.first is None or found.first != found.last or not is_exact(text):
        return None
    at, _ = clock(text)
    return None if at is None else datetime.combine(found.first, at, zone).isoformat()

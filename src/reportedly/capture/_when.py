"""Times as pages write them. A time without a zone stays unknown; a bare day says that it is one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE = (
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})"
)
_TIME = r"(?:\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]\.?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?)"
_OFFSET = r"(?:(?:utc|gmt)?\s?[+\-−]\d{1,2}(?::?\d{2})?)"
_HOURS = {
    **dict.fromkeys(("utc", "gmt", "z", "wet"), 0),
    **dict.fromkeys(("bst", "cet", "west"), 1),
    **dict.fromkeys(("cest", "eet"), 2),
    **dict.fromkeys(("eest", "msk", "trt"), 3),
    "edt": -4,
    "est": -5,
    "pdt": -7,
    "pst": -8,
}
_ZONE = rf"(?:{_OFFSET}|(?:{'|'.join(sorted(_HOURS, key=len, reverse=True))})(?-i:(?![a-z])))"
_GAP = r"(?:\s*(?:,|\||•|·|-|–|/|t|\bat\b)\s*|\s+)"
MOMENT = re.compile(
    rf"(?P<date>{_DATE})(?:{_GAP}(?P<time>{_TIME})(?:\s*\(?(?P<zone>{_ZONE})\)?)?)?(?!\w*\d)"
    rf"|(?P<time2>{_TIME})(?:\s*\(?(?P<zone2>{_ZONE})\)?)?{_GAP}(?P<date2>{_DATE})(?!\w*\d)",
    re.IGNORECASE,
)
"""A full date, with or without a clock time and zone."""


class Moment(msgspec.Struct, frozen=True):
    """`at` in UTC; None when a clock time is given without a zone. `day_only` when there was no clock time."""

    at: datetime | None
    day_only: bool
    text: str


def moment(text: str) -> Moment | None:
    """Reads the first date in `text`; None when there is none, or when day and month cannot be told apart."""
    iso = _iso(text.strip())
    if iso:
        return iso
    found = MOMENT.search(text)
    if not found:
        return None
    day = _day(found["date"] or found["date2"])
    if not day:
        return None
    clock, zone = found["time"] or found["time2"], found["zone"] or found["zone2"]
    if not clock:
        return Moment(day.replace(tzinfo=UTC), True, found[0])
    timed = _at_clock(day, clock)
    if not timed:
        return None
    offset = _offset(zone) if zone else None
    return Moment((timed - offset).replace(tzinfo=UTC) if offset is not None else None, False, found[0])


def choose(label: str, candidates: Iterable[str | None]) -> tuple[datetime | None, tuple[str, ...]]:
    """The best of several readings, in order of trust: to the minute with a zone first, a bare day last; and notes."""
    read = [found for text in candidates if text and (found := moment(text))]
    exact = next((found for found in read if found.at and not found.day_only), None)
    if exact:
        return exact.at, ()
    zoneless = next((found for found in read if not found.at), None)
    if zoneless:
        return None, (f"{label}: {zoneless.text}, zone unknown",)
    day = next(iter(read), None)
    return (day.at, (f"{label}: day only",)) if day else (None, ())


def _iso(text: str) -> Moment | None:
    if not re.match(r"\d{4}-?\d{2}-?\d{2}(?:[T ]\d{2}:?\d{2}|$)", text):
        return None
    try:
        at = datetime.fromisoformat(re.sub(r"\s+(?=[+\-Z])", "", text))
    except ValueError:
        return None
    if len(text) <= len("2024-03-12"):
        return Moment(at.replace(tzinfo=UTC), True, text)
    return Moment(_utc(at), False, text)


def _utc(at: datetime) -> datetime | None:
    try:
        return at.astimezone(UTC).replace(microsecond=0) if at.tzinfo else None
    except OverflowError:
        return None


def _day(text: str) -> datetime | None:
    from dateutil import parser

    numeric = re.fullmatch(r"(\d{1,2})([./])(\d{1,2})[./](\d{4})", text)
    if numeric and numeric[2] == "/" and int(numeric[1]) <= 12 and int(numeric[3]) <= 12 and numeric[1] != numeric[3]:
        return None
    day_first = bool(numeric) and (numeric[2] == "." or int(numeric[1]) > 12) if numeric else False
    try:
        return parser.parse(text, dayfirst=day_first).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _at_clock(day: datetime, clock: str) -> datetime | None:
    numbers = [int(number) for number in re.findall(r"\d+", clock)[:3]]
    hour, minute, second = (*numbers, 0, 0)[:3]
    half = re.search(r"([ap])\.?m", clock, re.IGNORECASE)
    if half:
        hour = hour % 12 + (12 if half[1].lower() == "p" else 0)
    try:
        return day.replace(hour=hour, minute=minute, second=second)
    except ValueError:
        return None


def _offset(zone: str) -> timedelta | None:
    signed = re.search(r"([+\-−])(\d{1,2}):?(\d{2})?", zone)
    if not signed:
        hours = _HOURS.get(zone.lower())
        return None if hours is None else timedelta(hours=hours)
    size = timedelta(hours=int(signed[2]), minutes=int(signed[3] or 0))
    offset = size if signed[1] == "+" else -size
    return offset if abs(offset) < timedelta(hours=24) else None


def from_unix(seconds: object) -> datetime | None:
    """Unix seconds, as number or digits, as UTC."""
    try:
        return datetime.fromtimestamp(int(str(seconds)), UTC)
    except (ValueError, OverflowError, OSError):
        return None

"""Times of day: clock times and parts of the day."""

from __future__ import annotations

import re
from datetime import time

_HALF = r"half past (?P<half>\d{1,2})"
_DIGITAL = r"(?P<hour>\d{1,2})[:.h](?P<minute>[0-5]\d)(?!\d|[.]\d)\s*(?P<half_day>[ap]\.?\s?m\b\.?)?"
_HOUR = r"(?P<full>\d{1,2})\s*(?P<full_half>[ap]\.?\s?m\b\.?)"
_OCLOCK = r"(?P<oclock>\d{1,2}) o['’]clock"
_AT = r"(?:^|\bat (?:about |around )?)(?P<bare>\d{1,2})(?= (?:last night|this morning|yesterday|today|in the )|$)"
_CLOCK = re.compile(
    r"(?:\b(?:at|around|about|by|shortly (?:before|after)|just (?:before|after)|before|after)\s+)*"
    rf"\b(?:{_HALF}|{_DIGITAL}|{_HOUR}|{_OCLOCK})"
    r"(?:\s*(?:local time|gmt|utc|hours|hrs|[a-z]{1,2}[ds]t)\b)?"
)
_BARE = re.compile(_AT)
_NAMED = re.compile(
    r"(?:\b(?:at|around|about|by|until|shortly|just|an|\d+|few|minutes?|hours?|past|before|after)\s+)*\b(?P<name>midnight|noon|midday)\b"
)
_PART = re.compile(
    r"(?:\b(?:in|at|during|before|after|by|since|around|shortly|just|hours?|minutes?|the|very|small|early|late)\s+)*"
    r"\b(?P<part>mornings?|afternoons?|evenings?|nights?|dawn|daybreak|sunrise|dusk|sunset|nightfall"
    r"|(?:early|small) hours(?: of)?)\b(?: (?:of|on))?"
)


def clock(text: str) -> tuple[time | None, str]:
    """The first clock time and the text without it. `midnight` and `noon` count; a time that cannot be gives None."""
    match = _CLOCK.search(text) or _BARE.search(text)
    if match is not None:
        found = _time(match.groupdict(), text)
        if found is not None:
            return found, _without(text, match)
    named = _NAMED.search(text)
    if named is None:
        return None, text
    late = named["name"] == "midnight" and re.search(r"\bbefore\b", named.group())
    value = time(23, 59) if late else time(0) if named["name"] == "midnight" else time(12)
    return value, _without(text, named)


def is_exact(text: str) -> bool:
    """Whether the words give the very minute: not `shortly before midnight`."""
    return re.search(r"\b(?:before|after|by|around|about|past|until|since|between|from|to)\b", text) is None


def part(text: str) -> tuple[str | None, str]:
    """The part of day (`night`, `dawn` ...) and the text without it."""
    match = _PART.search(text)
    if match is None:
        return None, text
    return re.sub(r"s$|(?<=hours) of$", "", match["part"]), _without(text, match)


def _without(text: str, match: re.Match[str]) -> str:
    return re.sub(r"\s+", " ", text[: match.start()] + " " + text[match.end() :]).strip()


def _time(found: dict[str, str | None], text: str) -> time | None:
    hour = int(found.get("half") or found.get("hour") or found.get("full") or found.get("oclock") or found.get("bare") or 0)
    minute = 30 if found.get("half") else int(found.get("minute") or 0)
    half = (found.get("half_day") or found.get("full_half") or "")[:1]
    if not half and re.search(r"\b(?:afternoon|evening|last night|tonight)\b", text) and hour < 12:
        half = "p"
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 else None

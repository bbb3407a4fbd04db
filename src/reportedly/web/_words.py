"""What the desk says in words: questions, standings, precision, certainty, counts and times. Marks never stand alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from reportedly.ledger import ORDER as ORDER
from reportedly.ledger import lead as lead
from reportedly.ledger import moment
from reportedly.model import Event, LedgerError, Place, When, in_words

PAGE = 40
"""Events or claims on one page, so that a page stays light; JSON and CSV have all of them."""
STANDINGS: dict[str, str] = {
    "contested": "One origin asserts what another denies, or their answers cannot all hold.",
    "agreed across parties": "Origins of opposing parties say the same.",
    "corroborated": "Two or more independent origins say the same.",
    "single origin": "Everything goes back to one utterance, however many outlets carry it.",
    "unattributed": "Nobody is named as the source.",
    "withdrawn": "Its own origin or carrier took it back.",
    "confirmed": "A person at this desk confirmed it.",
    "refuted": "A person at this desk refuted it.",
}
CERTAINTIES: dict[str, str] = {
    "certain": "put as certain",
    "probable": "put as probable (likely, believed, appears)",
    "possible": "put as possible (may, might, cannot rule out)",
    "unknown": "left open (reportedly, allegedly, unconfirmed)",
}
EDGES: dict[str, str] = {
    "attribution": "names it as source",
    "forward": "forwarded it",
    "link": "links to it",
    "text": "shares its words",
    "media": "carries the same file",
}
TIMES: dict[str, str] = {"event": "happened", "utterance": "uttered", "publication": "published", "capture": "captured"}
_QUESTIONS = {
    "happened": "Did it happen?",
    "agent": "Who did it?",
    "target": "To whom?",
    "place": "Where?",
    "time": "When?",
    "control": "Who holds it?",
}
_GEO = {
    1: "the named place itself",
    2: "near the named place",
    3: "a whole area, not a point",
    None: "not located",
}
_DAYS = {1: "to the day", 2: "to the week", 3: "to the month or longer", None: "precision unknown"}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Without control and direction characters, which captured words could use to deceive; of the same length."""
    return _CONTROLS.sub("\ufffd", text)


def question(code: str, scope: str = "") -> str:
    """A point's question in words: `killed` is `How many killed?`, of soldiers `How many soldiers killed?`."""
    if code == "attacked":
        return f"How many {scope or 'attacks'}?"
    return _QUESTIONS.get(code, f"How many {scope} {code.replace('_', ' ')}?".replace("  ", " "))


def label(code: str) -> str:
    """A type, a family or a kind in words."""
    return in_words(code)


def plural(count: int, noun: str) -> str:
    """`1 report`, `3 reports`, `2 entries`."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("ry") else f"{count} {noun}s"


def counted(event: Event) -> str:
    """`8 outlets, 3 origins`: what carries it, and what it rests on."""
    return f"{plural(event.counts.outlets, 'outlet')}, {plural(event.counts.origins, 'origin')}"


def minute(instant: str | datetime | None) -> str:
    """`2024-03-12T11:45:00Z` as `12 Mar 2024, 11:45 UTC`; a bare day stays a day, a month a month."""
    text = instant.astimezone(UTC).isoformat() if isinstance(instant, datetime) else instant or ""
    found = re.match(r"(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d))?)?", text)
    if not found or not 1 <= int(found[2]) <= 12:
        return text or "time unknown"
    year, month, day, clock = found.groups()
    said = f"{int(day)} {_MONTHS[int(month) - 1]} {year}" if day else f"{_MONTHS[int(month) - 1]} {year}"
    return f"{said}, {clock} UTC" if clock else said


def day(instant: datetime) -> str:
    """`12 Mar`."""
    return f"{instant.day} {_MONTHS[instant.month - 1]}"


def when(time: When | None) -> str:
    """The time an event is said to have been at."""
    if time is None or not (time.first or time.last):
        return "time not said"
    first, last = minute(time.first), minute(time.last)
    if not time.first or not time.last:
        return f"from {first} on" if time.first else f"until {last}"
    return first if first == last else f"{first} to {last}"


def time_precision(time: When | None) -> str:
    return _DAYS[time.time_precision] if time else ""


def where(place: Place | None) -> str:
    """`Tëtkino (“Tyotkino”), Kursk Oblast, RU`: the gazetteer's name, and the words when they spell it otherwise."""
    if place is None:
        return "place not said"
    same = place.text.casefold() in place.name.casefold() or place.name.casefold() in place.text.casefold()
    name = place.name if same else f"{place.name} (“{place.text}”)"
    code = None if str(place.admin1).isdecimal() else place.admin1
    region = next((one for one in (place.region, code) if one), None)
    region = None if region == place.name else region
    return ", ".join(part for part in (name, region, place.country) if part)


def geo_precision(place: Place | None) -> str:
    return _GEO[place.geo_precision] if place else ""


def at(text: str) -> str:
    """A moment in UTC, or the text itself when it is none: for sorting what outside clocks said."""
    try:
        return asked(text).strftime("%Y-%m-%dT%H:%M:%SZ")
    except LedgerError:
        return text


def asked(text: str) -> datetime:
    """The moment that an address asks for, in UTC. Raises LedgerError when it is none, or beyond the years 1 to 9999."""
    return moment(text)

"""Bylines, date lines and datelines: `By Jane Roe and John DoePublished 12 March 2024, 09:20 GMTUpdated 3 hours ago`."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise

import msgspec

from reportedly.capture._authors import authors_in, is_desk
from reportedly.capture._when import MOMENT, choose

_WORD = r"(?:first published|last updated|last modified|originally published|published|updated|posted|modified|created)"
_PART = re.compile(rf"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{{3}})){_WORD.replace('(?:', '(?i:', 1)}(?![a-z])")
_STAMP = re.compile(rf"(?P<label>{_WORD})\b\s*(?:on|at|by)?\s*[:\-–|]?\s*(?P<rest>.*)", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?:\d+|an?|one|a few)\s+(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month)s?\s+ago|yesterday|today|just now", re.I
)
_NAME = r"[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'.\-]*(?:\s+(?:(?:de|van|von|der|den|al|bin|el|la|da|di)\s+)*[A-ZÀ-ÞА-ЯЄІЇҐ][\w’'.\-]*){1,3}"
_NAMES = re.compile(
    rf"{_NAME}(?:(?:,\s*|\s+and\s+|,\s+and\s+|\s*&\s*|;\s*){_NAME})*(?:\s+in\s+{_NAME.replace('{1,3}', '{0,3}')})?"
)
_BY = re.compile(
    rf"(?:(?:Written|Reported|Story|Words)\s+)?[Bb][Yy][:\s]\s*(?P<names>{_NAME.replace('{1,3}', '{0,4}')}.*)", re.DOTALL
)
_CAPITALS = r"[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я.'’\- ]{1,30}[A-ZÀ-ÞА-Я](?:,\s+[A-Z][\w.]+(?:\s+[A-Z][\w.]+){0,2})??"
_CITY = r"[A-Z][\w’'\-]+(?:\s[A-Z][\w’'\-]+){0,2}(?=,\s+(?:\w+\s+)?\d|\s+\()"
_DAY = r"(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)(?:,?\s+\d{4})?"
_DATELINE = re.compile(
    rf"(?P<city>{_CAPITALS}|{_CITY})"
    rf"(?:,\s*(?P<date>{_DAY}))?"
    rf"(?:\s*\((?P<agency>[A-Z][\w .&'’\-]{{1,40}})\))?\s*(?:--|[-–—―])\s+(?:(?P<dated>{_DAY})\s*(?:--|[-–—―])\s+)?"
)
_LONGEST = 240
_TRIM = " \t|•·,-–—"
_STAMP_SLACK = 30
_LONGEST_NAMES = 80
_OUTLET_TAIL = re.compile(r",\s*(?:(?:for|of)\s+)?(?P<outlet>(?:[A-ZÀ-Þ][\w’'.\-]*\s?){1,5})$")

# A line that is no more than a name is an outlet when it has the words that outlets call themselves by.
_OUTLET_NAME = re.compile(
    r"^The\s|\b(?:Agency|Brief|Bulletin|Chronicle|Courier|Daily|Dispatch|Examiner|Express|Gazette|Globe|Guardian|Herald|Independent"
    r"|Inquirer|Journal|Ledger|Mail|Media|Mirror|Monitor|News|Newswire|Observer|Online|Pravda|Press|Radio|Register|Report|Review"
    r"|Sentinel|Standard|Star|Sun|Telegraph|Television|Times|Today|Tribune|TV|Weekly|Wire|World)\b"
)


class Byline(msgspec.Struct, frozen=True, kw_only=True):
    """What a line at the head of a report says of its making."""

    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    notes: tuple[str, ...] = ()


class Dateline(msgspec.Struct, frozen=True):
    """`LONDON, March 12 (Agency) - ` at the start of the first paragraph: its length and what it says."""

    length: int
    byline: Byline


def read_byline(line: str, *, after_title: bool) -> Byline | None:
    """What a line says when all of it is byline or date line, else None. Bare names count only right after a title."""
    if len(line) > _LONGEST:
        return None
    cuts = [0, *(found.start() for found in _PART.finditer(line)), len(line)]
    first, *stamps = [line[start:end].strip(_TRIM) for start, end in pairwise(cuts)]
    named = _named(first, after_title=after_title, stamped=bool(stamps)) if first else Byline()
    times = _stamps(stamps)
    if named is None or times is None or not (first or stamps):
        return None
    return Byline(
        authors=named.authors,
        outlet=named.outlet,
        published_at=named.published_at or times.published_at,
        updated_at=times.updated_at,
        notes=named.notes + times.notes,
    )


def dateline(line: str) -> Dateline | None:
    """The dateline a paragraph begins with, or None."""
    found = _DATELINE.match(line)
    if not found or len(line) - found.end() < 20:
        return None
    if not (found["date"] or found["agency"]) and (not found["city"].split(",")[0].isupper() or len(found["city"]) < 4):
        return None
    published, notes = choose("published", [found["date"] or found["dated"]])
    outlet_note = ("outlet: from the dateline",) if found["agency"] else ()
    return Dateline(len(found[0].rstrip()), Byline(outlet=found["agency"], published_at=published, notes=notes + outlet_note))


def _named(text: str, *, after_title: bool, stamped: bool) -> Byline | None:
    """Names with or without a date behind them: `By Jane Roe, 12 March 2024`, `Jane Roe12 March 2024`, a bare date."""
    date = MOMENT.search(text)
    names = (text[: date.start()] if date else text).strip(_TRIM)
    names = re.sub(r"\s+(?:on|at)$", "", names)
    behind = text[date.end() :].strip(" |•·,-–—()\t") if date else ""
    if behind and not (_RELATIVE.fullmatch(behind) or re.fullmatch(r"(?:local time|[A-Z]{2,5}|\d+ min read)", behind)):
        return None
    published, notes = choose("published", [date[0] if date else None])
    if not names:
        return Byline(published_at=published, notes=notes) if date else None
    by = _BY.fullmatch(names)
    if not by and (after_title or date) and _is_masthead(names):
        return Byline(outlet=names, published_at=published, notes=notes)
    if not by and not ((after_title or stamped or date) and _NAMES.fullmatch(names)):
        return None
    listed = by["names"] if by else names
    if len(listed) > _LONGEST_NAMES or re.search(r"[.!?]\s+[A-Z]\w+\s+[a-z]", listed) or _reads_as_prose(listed):
        return None
    if not by and _OUTLET_NAME.search(listed):
        return Byline(outlet=listed, published_at=published, notes=notes)
    outlet, listed = _outlet(listed)
    authors = tuple(name for name in authors_in(listed) if not is_desk(name) or not outlet)
    return Byline(authors=authors, outlet=outlet, published_at=published, notes=notes)


def _is_masthead(names: str) -> bool:
    """Whether a line is an outlet's name with small words in it: `The Herald of Abuja`."""
    found = names.split()
    big = [word for word in found if word not in {"of", "the", "and", "&", "for", "in"}]
    return 2 <= len(big) <= 5 and all(word[0].isupper() for word in big) and bool(_OUTLET_NAME.search(names))


def _reads_as_prose(names: str) -> bool:
    """Lower-case words other than particles and roles, as a sentence has them."""
    known = {"and", "de", "van", "von", "der", "den", "al", "bin", "el", "la", "da", "di", "in", "for", "of", "the", "with", "at"}
    role = re.compile(
        r"correspondent|reporter|editor|writer|staff|desk|bureau|agencies|chief|news|foreign|defence|defense|senior|diplomatic"
    )
    return any(
        word.isalpha() and word.islower() and word not in known and not role.search(word) for word in re.split(r"[\s,]+", names)
    )


def _outlet(names: str) -> tuple[str | None, str]:
    tail = _OUTLET_TAIL.search(names)
    if (
        tail
        and is_desk(tail["outlet"])
        and not re.search(r"correspondent|reporter|editor|writer|staff|team", tail["outlet"], re.I)
    ):
        return tail["outlet"].strip(), names[: tail.start()]
    return None, names


def _stamps(parts: list[str]) -> Byline | None:
    """The parts that begin with Published, Updated ...; None when one of them is no time at all."""
    published: list[str] = []
    updated: list[str] = []
    notes: list[str] = []
    for part in parts:
        stamp = _STAMP.fullmatch(part)
        if not stamp:
            return None
        label = "updated" if re.search(r"updated|modified", stamp["label"], re.IGNORECASE) else "published"
        date, relative = MOMENT.search(stamp["rest"]), _RELATIVE.search(stamp["rest"])
        found = date or relative
        if not found or len(stamp["rest"]) > len(found[0]) + _STAMP_SLACK:
            return None
        if date:
            (updated if label == "updated" else published).append(date[0])
        else:
            notes.append(f"{label}: {found[0]}, as seen by the reader of the page")
    at, at_notes = choose("published", published)
    changed, changed_notes = choose("updated", updated)
    return Byline(published_at=at, updated_at=changed, notes=(*notes, *at_notes, *changed_notes))

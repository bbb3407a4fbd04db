"""A clock time without a zone becomes a moment when somebody knows the outlet's zone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec

from reportedly.capture._when import moment
from reportedly.model import Captured, Problem, Revision

ZoneOf = Callable[[Revision], str | None]
"""The IANA name of the zone in which a revision's outlet writes its times, or None."""

_ZONELESS = re.compile(r"(?P<label>published|updated): (?P<text>.+), zone unknown")


def zoned(found: Captured | Problem, zone_of: ZoneOf) -> Captured | Problem:
    """The capture with those times that the page gave without a zone read in the outlet's; a note says so."""
    if isinstance(found, Problem) or not any(_ZONELESS.fullmatch(note) for note in found.revision.notes):
        return found
    name = zone_of(found.revision)
    if name is None:
        return found
    notes: list[str] = []
    times: dict[str, datetime] = {}
    for note in found.revision.notes:
        said = _ZONELESS.fullmatch(note)
        at = _moment(said["text"], ZoneInfo(name)) if said else None
        if said and at and getattr(found.revision, f"{said['label']}_at") is None:
            times[f"{said['label']}_at"] = at
            notes.append(f"{said['label']}: {said['text']}, taken as {name}, the outlet's zone")
        else:
            notes.append(note)
    return msgspec.structs.replace(found, revision=msgspec.structs.replace(found.revision, notes=tuple(notes), **times))


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    """`text` read as if it were in UTC, then moved: summer time and all."""
    read = moment(f"{text}Z" if re.match(r"\d{4}-?\d{2}-?\d{2}[T ]", text) else f"{text} UTC")
    return read.at.replace(tzinfo=zone).astimezone(UTC) if read and read.at and not read.day_only else None

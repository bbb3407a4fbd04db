"""The event types (event_types.csv): our leaves, mapped to ACLED, PLOVER, CAMEO, UCDP, VIINA, MUC-4 and CASE 2021."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import msgspec

STATUSES = frozenset({"claim_of_responsibility", "accusation", "denial", "investigation_confirmation"})
"""Rows that are statuses of an event in other schemes; a claim never has one as its type."""

OTHER = "other"


class EventType(msgspec.Struct, frozen=True, kw_only=True):
    """One leaf of the scheme, what it is called, and its codes elsewhere; an empty string means that scheme has none."""

    family: str
    code: str
    label: str
    acled_event_type: str
    acled_sub_event_type: str
    plover_event: str
    plover_mode: str
    cameo_codes: str
    ucdp_type: str
    viina_flags: str
    muc4_type: str
    case2021_label: str
    note: str


@cache
def event_types() -> dict[str, EventType]:
    """All leaves by code, statuses left out."""
    text = files("reportedly.model").joinpath("event_types.csv").read_text(encoding="utf-8")
    rows = (msgspec.convert(row, EventType) for row in csv.DictReader(text.splitlines()))
    return {row.code: row for row in rows if row.code not in STATUSES}


def in_words(code: str) -> str:
    """What a type is called: `damage to property or infrastructure`."""
    known = event_types().get(code)
    return known.label if known else code.replace("_", " ")


def family(code: str) -> str:
    """The family of a type (`combat`, `remote`, ...), or `other`."""
    found = event_types().get(code)
    return found.family if found else OTHER

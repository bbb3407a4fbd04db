"""What exports draw on: the values handed to a format, and the few decisions that all formats share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from reportedly.ledger import COARSE, PROTECTED
from reportedly.ledger.values import LedgerClaim, ReportSummary
from reportedly.model import Event, Observed, Place, Revision, family

BLUR = 1
"""Decimals of a blurred coordinate, about 11 km."""


def _no_revisions(report: str) -> Iterable[Revision]:
    return ()


def _nobody(ids: Iterable[str]) -> Mapping[str, ReportSummary]:
    return {}


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What is exported, as functions that a format calls when it needs them, so that nothing unneeded is read.

    Each gives a stream of its own. `observed`: the current revision of every report with its reading. `named`: reports by
    their ids. `earlier`: the events at the earlier of two moments, for feeds. `log`: the pieces of a ledger's whole log.
    `exact`: do not blur the places of civilians. `at`: the moment that the content shows, RFC 3339. `desk`: the address of a
    desk, for links to its pages; `itself`: that of what is written.
    """

    events: Callable[[], Iterable[Event]] = tuple
    claims: Callable[[], Iterable[LedgerClaim]] = tuple
    observed: Callable[[], Iterable[Observed]] = tuple
    reports: Callable[[], Iterable[ReportSummary]] = tuple
    revisions: Callable[[str], Iterable[Revision]] = _no_revisions
    named: Callable[[Iterable[str]], Mapping[str, ReportSummary]] = _nobody
    earlier: Callable[[], Iterable[Event]] = tuple
    log: Callable[[], Iterable[bytes]] = tuple
    exact: bool = False
    at: str = ""
    standing: str | None = None
    desk: str = ""
    itself: str = ""


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """One way out of the ledger. `loses` says in plain words what it cannot hold; `write` yields lines or larger pieces.

    `file`: the name it has in a folder of exports. `whole`: it takes no choice of places or standings.
    """

    name: str
    file: str
    media_type: str
    about: str
    loses: str
    write: Callable[[Content], Iterator[str | bytes]]
    whole: bool = False


class Spot(msgspec.Struct, frozen=True):
    """Coordinates as they may be shown: degrees WGS84, or None; `note` says when they are coarser than the ledger's."""

    lat: float | None = None
    lon: float | None = None
    note: str = ""
    blurred: bool = False


def spot(place: Place | None, event_type: str, *, exact: bool) -> Spot:
    """Where a place may be shown: areas never sharper than they are, places of civilians blurred unless `exact`."""
    if place is None or place.lat is None or place.lon is None:
        return Spot()
    notes = []
    hidden = bool(place.evidence) and COARSE in str(place.evidence)
    if place.geo_precision != 1 and not hidden:
        notes.append(f"area centroid, precision {place.geo_precision or 'unknown'}")
    blurred = hidden or (not exact and family(event_type) in PROTECTED)
    if blurred:
        notes.append("rounded to protect people")
    if not notes:
        return Spot(place.lat, place.lon)
    return Spot(round(place.lat, BLUR), round(place.lon, BLUR), "; ".join(notes), blurred)

"""How likely an entry is what a name means. Weights by hand, documented in docs/places.md; higher is likelier."""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec

from reportedly.reading.places._gazetteer import Entry, How
from reportedly.reading.places._home import Profile
from reportedly.reading.places._mentions import Sort

COUNTRY, WIDE, REGION, AREA, COUNTY = 10.0, 8.0, 7.0, 6.5, 4.5
CAPITAL = 2.0
RANK_COST = (0.0, 0.6, 2.5, 5.0)
REGION_RANK_COST = (0.0, 0.5, 3.4, 1.0)
HOW_COST = {"exact": 0.0, "ending": 0.3, "spelling": 1.5, "typo": 3.5}
SORT_FITS, SORT_WRONG = 5.0, -6.0
CONTAINED, NOT_CONTAINED = 7.0, -3.0
HOLDS, BESIDE = 5.0, 3.0
COUNTRY_VOTE, REGION_VOTE, NEARNESS = 3.0, 3.0, 2.0
HOME_COUNTRY, HOME_REGION, HOME_NEAR = 2.0, 4.0, 2.0
NEAR_KM = 120.0
_SORTS: dict[Sort, frozenset[str]] = {
    "settlement": frozenset({"city"}),
    "region": frozenset({"admin1", "area", "country"}),
    "county": frozenset({"admin2"}),
    "district": frozenset({"admin2", "city", "area"}),
    "water": frozenset({"water"}),
}


class Around(msgspec.Struct, frozen=True):
    """What the rest of the report says: shares of countries, of regions ("CC.code"), and places with their weights."""

    countries: dict[str, float] = {}
    regions: dict[str, float] = {}
    points: tuple[tuple[float, float], ...] = ()


class Reasons(msgspec.Struct, frozen=True):
    """A score and the parts that say why."""

    entry: Entry
    score: float
    support: float
    words: tuple[str, ...]


def prior(entry: Entry, how: How) -> float:
    """The typed prior, before any context."""
    if entry.kind == "city":
        size = math.log10(entry.population + 10) + (CAPITAL if entry.capital else 0.0)
        return size - RANK_COST[entry.rank] - HOW_COST[how]
    base = {"country": COUNTRY, "admin1": REGION, "area": AREA, "water": AREA, "admin2": COUNTY}.get(entry.kind, 2.0)
    return (WIDE if entry.wide else base) - REGION_RANK_COST[entry.rank] - HOW_COST[how]


def judge(entry: Entry, how: How, sort: Sort | None, around: Around, home: Profile | None) -> Reasons:
    """Prior and context of one entry; containers come in addition."""
    words: list[str] = []
    score, support = prior(entry, how), 0.0
    if sort in _SORTS and not (sort == "district" and entry.kind == "country"):
        fits = entry.kind in _SORTS[sort]
        score += SORT_FITS if fits else SORT_WRONG
    region = f"{entry.country}.{entry.admin1}"
    if (share := around.countries.get(entry.country, 0.0)) and entry.country:
        support += COUNTRY_VOTE * share
        words.append(f"the report is about {entry.country} ({share:.0%})")
    if (share := around.regions.get(region, 0.0)) and entry.admin1:
        support += (REGION_VOTE + (NEARNESS / 2 if entry.kind == "admin1" else 0.0)) * share
        words.append(f"other places of the report lie in the same region ({share:.0%})")
    if entry.kind == "city" and (near := _nearness(entry, around.points)) > 0.05:
        support += NEARNESS * near
        words.append("near other places of the report")
    if home is not None:
        at_home = _home(entry, region, home)
        support += at_home
        if at_home > 0.5:
            words.append("where the outlet usually reports from")
    return Reasons(entry, score + support, support, tuple(words))


def _home(entry: Entry, region: str, home: Profile) -> float:
    if entry.kind not in ("city", "admin2", "admin1"):
        return 0.0
    found = HOME_COUNTRY * home.countries.get(entry.country, 0.0) + HOME_REGION * home.regions.get(region, 0.0)
    return found + (HOME_NEAR * _nearness(entry, home.points) if entry.kind == "city" else 0.0)


def _nearness(entry: Entry, points: Iterable[tuple[float, float]]) -> float:
    """1 at a place of the report, falling with the distance to the nearest one."""
    if entry.lat is None or entry.lon is None:
        return 0.0
    nearest = min((km(entry.lat, entry.lon, lat, lon) for lat, lon in points), default=math.inf)
    return math.exp(-nearest / NEAR_KM)


def km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in kilometres of two points in degrees."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))

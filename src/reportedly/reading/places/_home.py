"""Where an outlet usually reports from: votes of its other reports, learnt without labels."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from reportedly.model import Place
from reportedly.reading.places._gazetteer import Entry
from reportedly.reading.places._names import key

_KEPT = 400
_NEAREST = 3
_ENOUGH, _FEW, _LOCAL = 3, 3, 0.4
_HINT = 0.5
_OWN_REGION = 8.0


class Vote(msgspec.Struct, frozen=True):
    """A name that an outlet's reports resolved to a place, and in how many reports."""

    name: str
    country: str
    admin1: str
    lat: float
    lon: float
    reports: int


class Profile(msgspec.Struct, frozen=True):
    """Strengths (0..1) of countries and of regions ("CC.code"), and the usual places."""

    countries: dict[str, float] = {}
    regions: dict[str, float] = {}
    points: tuple[tuple[float, float], ...] = ()


class Home(msgspec.Struct, frozen=True):
    """An outlet's usual places, as votes by name, most frequent first."""

    votes: tuple[Vote, ...] = ()
    usual: Profile = Profile()
    """What is known without votes."""
    named: tuple[Vote, ...] = ()
    """Settlements of the name that the outlet has in its own; `reports` are people."""

    @classmethod
    def of(cls, region: Entry) -> Home:
        """The home of an outlet of which a pack says the country or region: a hint, since many report from far beyond it."""
        inner = {f"{region.country}.{region.admin1}": _HINT} if region.admin1 else {}
        return cls(usual=Profile({region.country: _HINT}, inner))

    @classmethod
    def learn(cls, reports: Iterable[Sequence[Place]], named: tuple[Vote, ...] = ()) -> Home:
        """The profile of reports' resolved settlements. Each report votes once for each place it names.

        `named` are the towns that the outlet may have its name of (`named_after`).
        """
        counted = Counter[tuple[str, str, str, float, float]]()
        for report in reports:
            counted.update({_ballot(p) for p in report if p.country and p.geo_precision in (1, 2)})
        votes = sorted(counted.items(), key=lambda v: (-v[1], v[0]))[:_KEPT]
        return cls(tuple(Vote(*ballot, n) for ballot, n in votes), named=named)

    def without(self, name: str) -> Profile:
        """The profile for judging a name, its own votes left out: a name must not confirm itself."""
        others = [v for v in self.votes if v.name != name]
        countries, regions = _counted(others)
        usual = sorted(others, key=lambda v: (-v.reports, -regions[f"{v.country}.{v.admin1}"], v.name))
        points = tuple((v.lat, v.lon) for v in usual[:_NEAREST])
        learnt = Profile(self.usual.countries | _strengths(countries), self.usual.regions | _strengths(regions), points)
        return _with_own(learnt, [v for v in self.named if v.name != name])


def _counted(votes: Iterable[Vote]) -> tuple[Counter[str], Counter[str]]:
    """Votes for countries and for regions. A place under two names ("New York", "New York City") votes once."""
    spots = Counter[tuple[str, str, float, float]]()
    for v in votes:
        spot = v.country, v.admin1, v.lat, v.lon
        spots[spot] = max(spots[spot], min(v.reports, _ENOUGH))
    countries, regions = Counter[str](), Counter[str]()
    for (country, admin1, _, _), reports in spots.items():
        countries[country] += reports
        regions[f"{country}.{admin1}"] += reports
    return countries, regions


def _with_own(learnt: Profile, named: Sequence[Vote]) -> Profile:
    """With the outlet's own town as a hint: of those of its name, the one in a region of its reports, else the largest."""
    if not named:
        return learnt
    own = max(named, key=lambda v: _OWN_REGION * learnt.regions.get(f"{v.country}.{v.admin1}", 0.0) + math.log10(v.reports + 10))
    region = f"{own.country}.{own.admin1}"
    return Profile(
        learnt.countries | {own.country: max(_HINT, learnt.countries.get(own.country, 0.0))},
        learnt.regions | {region: max(_HINT, learnt.regions.get(region, 0.0))},
        ((own.lat, own.lon), *learnt.points),
    )


def _ballot(place: Place) -> tuple[str, str, str, float, float]:
    return key(place.text), place.country or "", place.admin1 or "", place.lat or 0.0, place.lon or 0.0


def _strengths(votes: Counter[str]) -> dict[str, float]:
    """Shares of all votes, a local outlet's share being whole: who reports from everywhere is at home nowhere."""
    total = max(sum(votes.values()), _FEW)
    return {k: min(1.0, n / total / _LOCAL) for k, n in votes.items()}

"""Where an outlet usually reports from: votes of its other reports, learnt without labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from reportedly.model import Place

_KEPT = 12


class Home(msgspec.Struct, frozen=True):
    """Shares (0..1) of an outlet's reports by country, by region ("CC.code") and by place (gazetteer id, lat, lon)."""

    countries: dict[str, float] = {}
    regions: dict[str, float] = {}
    places: dict[str, float] = {}
    points: tuple[tuple[float, float, float], ...] = ()

    @classmethod
    def learn(cls, reports: Iterable[Sequence[Place]]) -> Home:
        """The profile of reports' resolved places. Each report votes once for each thing it names."""
        countries, regions, places = Counter[str](), Counter[str](), Counter[str]()
        points: dict[str, tuple[float, float]] = {}
        total = 0
        for report in reports:
            total += 1
            countries.update({p.country for p in report if p.country and p.geo_precision != 3})
            regions.update({f"{p.country}.{p.admin1}" for p in report if p.country and p.admin1})
            local = {
                p.gazetteer_id: p
                for p in report
                if p.gazetteer_id and p.geo_precision != 3 and p.lat is not None and p.lon is not None
            }
            places.update(local)
            points |= {gid: (p.lat, p.lon) for gid, p in local.items() if p.lat is not None and p.lon is not None}
        if not total:
            return cls()
        top = places.most_common(_KEPT)
        return cls(
            countries={k: n / total for k, n in countries.most_common(_KEPT)},
            regions={k: n / total for k, n in regions.most_common(_KEPT)},
            places={k: n / total for k, n in top},
            points=tuple((*points[k], n / total) for k, n in top),
        )

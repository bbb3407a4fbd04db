"""What is known of a report's outlet before reading: its time zone, and where it usually reports from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from reportedly.model import Revision
from reportedly.model.registry import Registry
from reportedly.packs import outlet_of
from reportedly.reading.places import Gazetteer, Home


class Outlets:
    """Looks outlets up in the packs and in what was learnt of them. Pure: both are given."""

    def __init__(self, registry: Registry, homes: Mapping[str, Home], gazetteer: Callable[[], Gazetteer]) -> None:
        self._registry, self._learnt, self._gazetteer = registry, homes, gazetteer
        self._homes: dict[tuple[str, str | None], Home | None] = {}

    def zone(self, revision: Revision) -> ZoneInfo | None:
        """The zone in which the outlet's "today" and "09:20" are meant."""
        entry = outlet_of(revision.url, revision.outlet, self._registry)
        return ZoneInfo(entry.zone) if entry and entry.zone else None

    def home(self, revision: Revision) -> Home | None:
        """The usual places learnt, else the home region of the pack."""
        entry = outlet_of(revision.url, revision.outlet, self._registry)
        name = entry.name if entry else revision.outlet or ""
        known = name, entry.region if entry else None
        if known not in self._homes:
            self._homes[known] = self._learnt.get(name) or (self._region(entry.region) if entry and entry.region else None)
        return self._homes[known]

    def _region(self, name: str) -> Home | None:
        areas = [e for e in self._gazetteer().search(name).entries if e.kind in ("country", "admin1") and e.rank != 2]
        best = min(areas, key=lambda e: (e.kind != "country", -e.population, e.gid), default=None)
        return Home.of(best) if best else None

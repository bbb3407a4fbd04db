"""The outlet of a report, by the packs in use."""

from __future__ import annotations

from reportedly.model import Revision
from reportedly.model.registry import OutletEntry, Registry
from reportedly.packs._files import default_registry


def outlet_of(url: str | None, name: str | None, registry: Registry) -> OutletEntry | None:
    """The entry of a report's outlet: by its address first, then by its name."""
    found = registry.outlet(url) if url else None
    return found or (registry.outlet(name) if name else None)


def outlet_zone(revision: Revision) -> str | None:
    """The IANA time zone of the revision's outlet, where a pack knows it."""
    entry = outlet_of(revision.url, revision.outlet, default_registry())
    return entry.zone if entry else None

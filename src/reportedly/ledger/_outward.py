"""What passes on the way out of a ledger. Every answer goes through `Outward`; every export through `Outward.coarse`.

Names at risk are blanked in every answer, for everybody. `coarse` is for exports and for those who may not see exact
places: it rounds the places of civilians and of the own side to at least a kilometre, wherever they stand in a value.
A new way out needs nothing but to ask the ledger, and, when it is an export or a page, to ask `ledger.coarse()`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

from reportedly.ledger._masks import Masks
from reportedly.ledger._safety import Safety
from reportedly.ledger.values import LedgerClaim
from reportedly.model import Claim, Event, Observed, Place, Reading, family

T = TypeVar("T")
PROTECTED = frozenset({"civilians", "humanitarian"})
"""Families of event types whose places are told coarsely: the people there did not choose to be found."""
DECIMALS = 1
"""Of a coarse coordinate: a square of about 11 km, never less than a kilometre across below 84 degrees of latitude."""
COARSE = "coordinates rounded to protect people"
"""Stands in a place's evidence once it was made coarse."""


def coarse_place(place: Place | None) -> Place | None:
    """The place with rounded coordinates, at most near a settlement, and without rival candidates."""
    if place is None or (place.lat is None and not place.candidates):
        return place
    told = place.evidence if place.evidence and COARSE in place.evidence else "; ".join(filter(None, (place.evidence, COARSE)))
    return replace(
        place,
        lat=None if place.lat is None else round(place.lat, DECIMALS),
        lon=None if place.lon is None else round(place.lon, DECIMALS),
        geo_precision=max(2, place.geo_precision) if place.geo_precision else None,
        evidence=told,
        candidates=(),
    )


class Outward:
    """`exact` leaves places as they are. `party` tells the party of a name, or None."""

    def __init__(self, masks: Masks, safety: Safety, party: Callable[[str], str | None], *, exact: bool = True) -> None:
        self._masks = masks
        self._own = frozenset(safety.own_sides)
        self._party = party
        self._exact = exact

    def told(self, value: T) -> T:
        """The value as it may leave."""
        shown: Any = value
        if not self._exact:
            shown = self._coarse(shown)
        if not self._masks:
            return shown  # type: ignore[no-any-return]
        if isinstance(shown, Observed):
            text = self._masks.text(shown.revision.text)
            return Observed(self._masks.value(shown.revision), self._masks.value(shown.reading, text), shown.media)  # type: ignore[return-value]
        if isinstance(shown, Reading):
            return self._masks.value(shown, self._masks.text(shown.report.text))  # type: ignore[return-value]
        return self._masks.value(shown)  # type: ignore[no-any-return]

    def _coarse(self, value: Any) -> Any:
        if isinstance(value, Event):
            return replace(value, place=coarse_place(value.place)) if self._hides(value) else value
        if isinstance(value, LedgerClaim):
            return replace(value, claim=self._claim(value.claim))
        if isinstance(value, Observed):
            return replace(value, reading=self._reading(value.reading))
        if isinstance(value, Reading):
            return self._reading(value)
        return value

    def _reading(self, reading: Reading) -> Reading:
        """Where one claim is coarse, all places of the report are: they are mostly the same place."""
        claims = tuple(map(self._claim, reading.claims))
        if all(new is old for new, old in zip(claims, reading.claims, strict=True)):
            return reading
        places = tuple(place for place in map(coarse_place, reading.places) if place)
        everywhere = tuple(replace(one, places=tuple(filter(None, map(coarse_place, one.places)))) for one in claims)
        return replace(reading, claims=everywhere, places=places)

    def _claim(self, claim: Claim) -> Claim:
        own = any(self._is_own(actor.party, actor.name) for actor in claim.actors) if self._own else False
        if not claim.places or not (own or family(claim.event_type) in PROTECTED):
            return claim
        return replace(claim, places=tuple(filter(None, map(coarse_place, claim.places))))

    def _hides(self, event: Event) -> bool:
        if family(event.event_type) in PROTECTED:
            return True
        named = (a.value for point in event.points if point.question in ("agent", "target") for a in point.answers)
        return bool(self._own) and any(self._is_own(None, name) for name in named)

    def _is_own(self, party: str | None, name: str) -> bool:
        return party in self._own or self._party(name) in self._own

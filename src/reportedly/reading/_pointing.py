"""Place mentions that point back: "the oblast" after "Kursk Oblast", "the village" after one named village."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from reportedly.model import Place

_REGION = "oblast region province governorate state county republic territory krai district department".split()
_SETTLEMENT = "city town village settlement".split()
_PART = (
    r"(?:(?:the|its)\s+)?(?:\w+(?:ern|h|st)\s+)?"
    r"(?:parts?|half|outskirts|edge|end|side|suburbs?|centre|center|districts?|neighbou?rhoods?|areas?)\s+of\s+"
)
_POINTING = re.compile(rf"(?:{_PART})?(?:the|that|this)\s+(?:same\s+)?(?P<noun>{'|'.join(_REGION + _SETTLEMENT)})", re.I)


def pointed(place: Place, named: Sequence[Place]) -> Place:
    """`place` where the one it points back to is; unchanged when it points at nothing, or could mean two places.

    A region is meant by its own noun, a settlement is the only one named before.
    """
    match = _POINTING.fullmatch(place.text.strip())
    if match is None or place.geo_precision is not None:
        return place
    noun = match["noun"].lower()
    before = [p for p in named if p.end <= place.start and p.geo_precision is not None and not p.metonym]
    if noun in _REGION:
        meant = [p for p in before if noun in p.text.lower().split() or noun in p.name.lower().split()]
    else:
        meant = [p for p in before if p.geo_precision == 1 or p.unlisted]
    if len({(p.gazetteer_id, p.name) for p in meant}) != 1:
        return place
    evidence = f"{place.text!r} points back to {meant[-1].text!r}"
    return msgspec.structs.replace(meant[-1], text=place.text, start=place.start, end=place.end, evidence=evidence)


def known_elsewhere(places: Sequence[Place], named: Sequence[Place]) -> list[Place]:
    """The places, those of an unknown name that the report puts in a region elsewhere in that region: one name, one place."""
    put = {p.name.casefold(): p for p in (*named, *places) if p.unlisted}
    return [_there(place, put.get(place.name.casefold())) for place in places]


def _there(place: Place, known: Place | None) -> Place:
    if known is None or place.gazetteer_id or place.metonym or place.geo_precision is not None:
        return place
    evidence = f"{known.text!r} is put there elsewhere in the report"
    return msgspec.structs.replace(known, text=place.text, start=place.start, end=place.end, evidence=evidence)

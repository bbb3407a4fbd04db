"""Place mentions that point back: "the oblast" after "Kursk Oblast", "the village" after one named village."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from reportedly.model import Place

_REGION = "oblast region province governorate state county republic territory krai district department".split()
_SETTLEMENT = "city town village settlement".split()
_POINTING = re.compile(rf"(?:the|that|this)\s+(?:same\s+)?(?P<noun>{'|'.join(_REGION + _SETTLEMENT)})", re.I)


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
        meant = [p for p in before if p.geo_precision == 1]
    if len({(p.gazetteer_id, p.name) for p in meant}) != 1:
        return place
    evidence = f"{place.text!r} points back to {meant[-1].text!r}"
    return msgspec.structs.replace(meant[-1], text=place.text, start=place.start, end=place.end, evidence=evidence)

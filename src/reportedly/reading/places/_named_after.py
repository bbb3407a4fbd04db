"""The town that an outlet has in its name: "The Columbus Dispatch", "columbuslocalnews.com"."""

from __future__ import annotations

from reportedly.reading.places._gazetteer import Gazetteer
from reportedly.reading.places._home import Vote
from reportedly.reading.places._names import key

_TOWN = 5_000
_SUFFIXES = frozenset({"co", "com", "org", "net"})
_PAPER = frozenset(
    "the daily weekly sunday morning evening local free online live my news newspaper newspapers times press post herald "
    "register telegram telegraph star sun journal gazette tribune chronicle review citizen beacon monitor dispatch observer "
    "courier record recorder examiner reporter mail echo mirror standard advocate leader ledger item sentinel banner "
    "bulletin call globe independent inquirer enquirer world today radio tv media and".split()
)
"""What newspapers are called besides their town."""
_LONGEST = sorted(_PAPER, key=lambda word: (-len(word), word))
_SHORTEST = 4


def named_after(outlet: str, gazetteer: Gazetteer) -> tuple[Vote, ...]:
    """The settlements of the name that is left of an outlet's name or domain; `reports` are people. Often there are several."""
    town = town_in(outlet)
    return tuple(
        Vote(town, e.country, e.admin1, e.lat, e.lon, e.population)
        for e in (gazetteer.find(town) if town else ())
        if e.kind == "city" and e.rank < 2 and e.population >= _TOWN and e.lat is not None and e.lon is not None
    )


def town_in(outlet: str) -> str:
    """The key of what may be a town; empty when nothing is left."""
    if "." in outlet and " " not in outlet:
        labels = outlet.split(".")[:-1]
        return _trimmed(key(next((label for label in reversed(labels) if label not in _SUFFIXES), "")).replace(" ", ""))
    return " ".join(word for word in key(outlet).split() if word not in _PAPER)


def _trimmed(label: str) -> str:
    """Without newspapers' words at either end, the longest first."""
    for word in _LONGEST:
        for shorter in (label.removeprefix(word), label.removesuffix(word)):
            if _SHORTEST <= len(shorter) < len(label):
                return _trimmed(shorter)
    return label

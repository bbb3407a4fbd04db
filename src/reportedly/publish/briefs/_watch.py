"""Watch-lists: a small YAML or TOML file that says which events a desk wants to be told of."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import yaml

from reportedly.model import Event, PackError, Place, family
from reportedly.publish._countries import region

_LARGEST = 1 << 20


class WatchList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event is on the list when it fits every key that is given; it fits a key when it fits any of its values.

    `places`: part of a place's name or region, or a country code in capitals. `parties`: part of the name of an origin's
    party. `types`: codes or families of event types. `speakers`: part of a speaker's name. `standings`: of any point.
    """

    title: str = "Watch-list"
    places: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()

    def has(self, event: Event) -> bool:
        """Whether the event is on the list."""
        origins = event.origins
        checks = (
            (self.parties, [origin.party for origin in origins]),
            (self.speakers, [origin.speaker for origin in origins]),
        )
        return (
            all(not wanted or _any(wanted, words) for wanted, words in checks)
            and (not self.types or {event.event_type, family(event.event_type)} & set(self.types) != set())
            and (not self.standings or any(point.standing in self.standings for point in event.points))
            and (not self.places or _at(self.places, event.place))
        )


def watch_list(path: Path) -> WatchList:
    """The list in a file. Raises PackError naming the file and what in it is wrong."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise PackError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if len(raw) > _LARGEST:
        raise PackError("too large for a watch-list", where=str(path))
    try:
        told: Any = tomllib.loads(raw.decode()) if path.suffix == ".toml" else yaml.safe_load(raw)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, yaml.YAMLError) as error:
        raise PackError(f"not readable: {' '.join(str(error).split())}", where=str(path)) from error
    try:
        return msgspec.convert(told, WatchList)
    except msgspec.ValidationError as error:
        keys = ", ".join(WatchList.__struct_fields__)
        raise PackError(f"{error}; a watch-list has {keys}", where=str(path)) from error


def _any(wanted: Iterable[str], words: Iterable[str | None]) -> bool:
    folded = [word.casefold() for word in words if word]
    return any(one.casefold() in word for one in wanted for word in folded if one.strip())


def _at(wanted: Iterable[str], place: Place | None) -> bool:
    if place is None:
        return False
    return place.country in set(wanted) or _any(wanted, (place.name, place.text, region(place)))

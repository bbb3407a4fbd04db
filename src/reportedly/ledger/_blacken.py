"""Blacking out a person or a place: as many bars as there were letters, so that every offset still holds. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from anyascii import anyascii

from reportedly.model import LedgerError

BAR = "█"
_LOCATING = ("lat", "lon", "gazetteer", "gazetteer_id", "geo_precision")
_LEAST = 3  # letters; shorter names would black out parts of other words


def blackener(names: Sequence[str]) -> Callable[[bytes], bytes | None]:
    """What blacks out all writings of some names in an entry's content; it gives None when none is in it.

    A name covers its endings (`Petrov` also `Petrova`, `Petrovs`), letters of either case, and its form in addresses
    (`ivan-petrov`). Other writings must be given as names of their own. Raises LedgerError when a name is too short.
    """
    for name in names:
        if sum(map(str.isalnum, name)) < _LEAST:
            raise LedgerError(f"a name of fewer than {_LEAST} letters would black out other words", where=name)
    wanted = re.compile("|".join(filter(None, map(_pattern, names))), re.IGNORECASE)

    def blacken(body: bytes) -> bytes | None:
        found = _Walk(wanted)
        made = found.through(json.loads(body))
        return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode() if found.hits else None

    return blacken


class _Walk:
    """Goes through a JSON value and counts what it blacks out."""

    def __init__(self, wanted: re.Pattern[str]) -> None:
        self.wanted = wanted
        self.hits = 0

    def through(self, value: Any) -> Any:
        if isinstance(value, str):
            made, hits = self.wanted.subn(lambda found: BAR * len(found.group()), value)
            self.hits += hits
            return made
        if isinstance(value, list):
            return [self.through(one) for one in value]
        if isinstance(value, dict):
            return self._object(value)
        return value

    def _object(self, value: dict[str, Any]) -> dict[str, Any]:
        """A place that is blacked out loses what would locate it, and the places it could also have been."""
        before = self.hits
        made = {key: self.through(one) for key, one in value.items()}
        if self.hits > before and ("lat" in made or "gazetteer_id" in made):
            made |= {key: None for key in _LOCATING if key in made}
            made |= {"candidates": []} if "candidates" in made else {}
        return made


def _pattern(name: str) -> str:
    """The name with any white space between its words and any ending; and as addresses write it."""
    words = [re.escape(word) for word in name.split()]
    spoken = r"(?<!\w)" + r"\s+".join(words) + r"\w*"
    slug = re.findall(r"[a-z0-9]+", anyascii(name).lower())
    written = r"(?<![a-z0-9])" + "(?:[-_+.]|%20)".join(slug) + "[a-z]*" if len("".join(slug)) >= _LEAST else ""
    return f"{spoken}|{written}" if written else spoken

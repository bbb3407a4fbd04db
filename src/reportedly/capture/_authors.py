"""Names in a byline."""

from __future__ import annotations

import re

_PREFIX = re.compile(r"^\s*(?:(?:written|reported|story|words|edited)\s+)?by[:\s]+|^\s*(?:von|par|por|от)\s+", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:[;|/&•·]|,(?!\s*(?:Jr|Sr|II|III|PhD|MD)\b)|\band\b|\bund\b|\bet\b)\s*")
_DESK = re.compile(
    r"\b(?:news|times|post|press|agency|agencies|herald|guardian|independent|journal|tribune|gazette|telegraph|staff|desk"
    r"|correspondent|reporter|editor|editors|writer|bureau|team|service|today|mail|daily)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s+in\s+[A-Z].*$")


def authors_in(byline: str) -> tuple[str, ...]:
    """The people (or desks) a byline names, in order: `By Jane Roe and John Doe` gives two."""
    names = (_PLACE.sub("", name).strip(" .,-–—") for name in _SPLIT.split(_PREFIX.sub("", byline)))
    return tuple(dict.fromkeys(name for name in names if name and not name.startswith(("@", "http"))))


def is_desk(name: str) -> bool:
    """Whether a byline's part names a desk, role or outlet and not a person."""
    return bool(_DESK.search(name))

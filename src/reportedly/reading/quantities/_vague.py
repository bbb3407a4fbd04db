"""The published tables of vague number words."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

DEFAULT_TABLE = "reportedly-1"

Interval = tuple[int | None, int | None]


@cache
def tables() -> dict[str, dict[str, Interval]]:
    """All tables by name: words to (low, high), None where open."""
    text = files("reportedly.reading.quantities").joinpath("vague.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Interval]] = {}
    for name, table in yaml.safe_load(text).items():
        base = found[table["extends"]] if "extends" in table else {}
        found[name] = base | {words: _bounds(bounds) for words, bounds in table["words"].items()}
    return found


def _bounds(text: str) -> Interval:
    low, _, high = text.partition("..")
    return int(low) if low else None, int(high) if high else None

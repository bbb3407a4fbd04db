"""JSON as it is streamed: an array with one item a line, or one value a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec


def listed(values: Iterable[Any]) -> Iterator[str]:
    """The items of a JSON array, one on each line; only one is held at a time."""
    comma = ""
    for value in values:
        yield comma + msgspec.json.encode(value).decode()
        comma = ",\n"
    if comma:
        yield "\n"


def full(node: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {key: value for key, value in node.items() if value is not None and value != []}

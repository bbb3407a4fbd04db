"""Numbers as claimed: "at least 12" -> 12.., "dozens" -> 24... The vague words follow a published, versioned table."""

from __future__ import annotations

import re

Interval = tuple[int | None, int | None]


def interval(words: str) -> Interval | None:
    """Low and high (None: open) of a quantity expression; None when the words hold no number."""
    match = re.search(r"\d[\d,.]*", words)
    if match is None:
        return None
    value = int(re.sub(r"\D", "", match.group()) or 0)
    return value, value


def counted(text: str, end: int) -> str | None:
    """The noun right after the expression, as the text has it."""
    match = re.match(r"\s+([a-z][\w-]*(?:\s+[a-z][\w-]*)?)", text[end : end + 60])
    return match.group(1) if match else None

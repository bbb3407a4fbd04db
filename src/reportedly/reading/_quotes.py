"""Quotation marks by typography: which characters stand inside quotation marks. Never fails, whatever the marks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportedly.reading._sentences import lines

_PAIRS = {"“": "”", "„": "“”", "«": "»", "‘": "’", "‹": "›", "「": "」", "『": "』", "»": "«"}
_OPENER = re.compile(rf"''|``|[\"'{''.join(_PAIRS)}]")
_DOUBLE = re.compile(r"''|``|\"")


def quoted(text: str) -> bytearray:
    """One byte a character: 1 inside quotation marks (the marks included), else 0.

    Marks pair within a paragraph; an opening mark without a closing one runs to the paragraph's end (multi-paragraph quotes).
    """
    return marked(text, quotations(text))


def marked(text: str, spans: Iterable[tuple[int, int]]) -> bytearray:
    """One byte a character: 1 inside one of the spans."""
    inside = bytearray(len(text))
    for a, b in spans:
        inside[a:b] = b"\x01" * (b - a)
    return inside


def quotations(text: str) -> list[tuple[int, int]]:
    """Every stretch inside quotation marks, the marks included, in order; a nested quotation belongs to the one around it."""
    return [span for start, end in lines(text) for span in _line_quotes(text, start, end)]


def _line_quotes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found, i = [], start
    while (mark := _OPENER.search(text, i, end)) is not None:
        i = mark.start()
        closing = _closing(text, i, start)
        if closing is None:
            i += 1
            continue
        opener = 2 if text.startswith(("''", "``"), i) else 1
        stop = _find_close(text, i + opener, end, closing)
        if stop is None and (text[i] in "‘'" or closing == "'"):
            i += 1
            continue
        found.append((i, end if stop is None else stop))
        i = found[-1][1]
    return found


def _closing(text: str, i: int, start: int) -> str | None:
    """The closing mark(s) an opening mark at `i` asks for; None when no quotation opens here."""
    char = text[i]
    at_word_start = i == start or not text[i - 1].isalnum()
    if text.startswith(("''", "``"), i):
        return "''"
    if char == '"':
        return '"'
    if char in ("'", "‘"):
        followed = i + 1 < len(text) and not text[i + 1].isspace()
        return ("'" if char == "'" else "’") if at_word_start and followed else None
    if char == "»":
        return None if not at_word_start else "«"
    return _PAIRS.get(char)


def _find_close(text: str, i: int, end: int, closing: str) -> int | None:
    """Just after the closing mark, or None."""
    while i < end:
        if closing == "''":
            match = _DOUBLE.match(text, i)
            if match and match.group() != "``":
                return match.end()
        elif text[i] in closing and not _apostrophe(text, i, end):
            return i + 1
        i += 1
    return None


def _apostrophe(text: str, i: int, end: int) -> bool:
    """An apostrophe inside a word closes nothing."""
    return text[i] in "'’" and i + 1 < end and text[i + 1].isalnum()

"""What one revision changed in a report: the words, and whether the outlet said that it changed them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import msgspec

from reportedly.model import Disclosure, Revision

_NOTES = (
    r"updated?\b",
    r"upd\b",
    r"correct(?:ion|ed)\b",
    r"clarification\b",
    r"amended\b",
    r"editor[’']?s?[’']? note\b",
    r"this (?:article|story|report|post|piece|headline) (?:was|has been|is) (?:updated|amended|corrected|edited|changed)",
    r"an earlier version of this",
    r"(?:уточнен|дополнен|обновлен|исправлен)(?:о|ие)\b",
    r"поправка\b",
    r"апдейт\b",
    r"от редакции\b",
    r"(?:уточнен|доповнен|оновлен|виправлен)(?:о|ня)\b",
    r"від редакції\b",
    r"примітка редакції\b",
)
_NOTE = re.compile(rf"[\s\[(*•—-]*(?:last |останнє |последнее )?(?:{'|'.join(_NOTES)})", re.IGNORECASE)
_OF_A_STAMP = re.compile(
    r"\d+|[ap]\.?m\.?|at|on|the|gmt|utc|bst|c?est|e[sd]t|ago|hours?|min(?:ute)?s?|г|о|в|год|msk|мск|київ"
    r"|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*"
    r"|янв\w*|фев\w*|мар\w*|апр\w*|ма[йя]|июн\w*|июл\w*|авг\w*|сен\w*|окт\w*|ноя\w*|дек\w*"
    r"|січ\w*|лют\w*|бер\w*|кві\w*|тра\w*|чер\w*|лип\w*|сер\w*|вер\w*|жов\w*|лис\w*|гру\w*",
    re.IGNORECASE,
)
_MOST_WORDS = 4000  # of a changed passage that is compared word by word


class Disclosed(msgspec.Struct, frozen=True):
    """How a revision says that it changed something, strongest first, and the words that do.

    `note`: words that say what or that; `stamp`: a bare time of change; `metadata`: only the page's data or the platform's
    flag; `silent`: nothing does.
    """

    kind: Disclosure
    words: str | None = None


class Piece(msgspec.Struct, frozen=True):
    """A passage that changed: offsets (code points) and words before and after; one of them may be empty."""

    start: int
    end: int
    before: str
    new_start: int
    new_end: int
    after: str


def disclosed(before: Revision, after: Revision) -> Disclosed:
    """How the later revision declares its change of the earlier one."""
    known = {_level(line) for line in before.text.splitlines()}
    fresh = [line.strip() for line in after.text.splitlines() if line.strip() and _level(line) not in known]
    notes = [line for line in fresh if _NOTE.match(line)]
    for line in notes:
        if not _is_stamp(line):
            return Disclosed("note", line[:300])
    if notes:
        return Disclosed("stamp", notes[0][:300])
    if after.updated_at is not None and after.updated_at != before.updated_at:
        return Disclosed("metadata", f"modified {after.updated_at.isoformat()}")
    if after.edited and not before.edited:
        return Disclosed("metadata", "marked as edited")
    return Disclosed("silent")


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The passages that differ, to the word; white space alone makes no difference."""
    old, new = _lines(before), _lines(after)
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(
        None, [_level(w) for w, _ in old], [_level(w) for w, _ in new], autojunk=False
    ).get_opcodes():
        if kind != "equal":
            found += _within(before, after, old[a:b], new[c:d], _at(old, a), _at(new, c))
    return tuple(found)


Words = Sequence[tuple[str, int]]


def _within(before: str, after: str, old: Words, new: Words, at: int, new_at: int) -> Iterator[Piece]:
    """The words that differ between two passages."""
    first, second = ([word for line in lines for word in _words(*line)] for lines in (old, new))
    if not first or not second or max(len(first), len(second)) > _MOST_WORDS:
        yield _piece(before, after, first, second, at, new_at)
        return
    matcher = SequenceMatcher(None, [word for word, _ in first], [word for word, _ in second], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield _piece(before, after, first[a:b], second[c:d], _at(first, a), _at(second, c))


def _piece(before: str, after: str, old: Words, new: Words, at: int, new_at: int) -> Piece:
    start, end = (old[0][1], old[-1][1] + len(old[-1][0])) if old else (at, at)
    new_start, new_end = (new[0][1], new[-1][1] + len(new[-1][0])) if new else (new_at, new_at)
    return Piece(start, end, before[start:end], new_start, new_end, after[new_start:new_end])


def _at(words: Words, number: int) -> int:
    """Where the word begins; after the last one, where that ends, not where the text does."""
    if number < len(words):
        return words[number][1]
    return words[-1][1] + len(words[-1][0]) if words else 0


def _lines(text: str) -> list[tuple[str, int]]:
    return [(found.group(), found.start()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _words(line: str, start: int) -> list[tuple[str, int]]:
    return [(found.group(), start + found.start()) for found in re.finditer(r"\S+", line)]


def _level(line: str) -> str:
    return " ".join(line.split())


def _is_stamp(line: str) -> bool:
    """Whether nothing but a time follows the word that announces a change."""
    found = _NOTE.match(line)
    rest = line[found.end() :] if found else line
    return not re.sub(r"\W+|_", "", _OF_A_STAMP.sub("", rest))

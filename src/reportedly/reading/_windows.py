"""A text as the windows that the encoder sees. Training and reading cut windows with this same code.

A window holds at most `MAX_PIECES` word pieces, [CLS] and [SEP] included: its core, for which it answers, and context on
both sides. Paragraphs are parted by [SEP]. What a word-piece model does not see goes in as the token type:
letter case, inside quotation marks or not, headline or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from reportedly.reading._quotes import quoted
from reportedly.reading._sentences import Span, lines, sentences

MAX_PIECES = 320
CORE_PIECES = 208
LEFT_PIECES = 64
PAD, CLS, SEP = 0, 101, 102
TYPES = 12


class Window(msgspec.Struct, frozen=True):
    """`ids`, `types`, `starts`, `ends`, `sentences` have one value a word piece; special pieces have start == end.

    `core` is the range of text positions that this window answers for.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]
    core: Span


class Tokenizer(Protocol):
    """What is used of `tokenizers.Tokenizer`."""

    def encode_batch(self, texts: list[str], *, add_special_tokens: bool) -> list[Any]: ...


class _Piece(msgspec.Struct, frozen=True):
    """Word pieces of one sentence, or of a part of an overlong one."""

    ids: tuple[int, ...]
    offsets: tuple[Span, ...]
    span: Span
    line: int


def windows(text: str, tokenizer: Tokenizer, spans: Sequence[Span] | None = None, headlines: Sequence[Span] = ()) -> list[Window]:
    """Windows over `text`, or over its `spans` only (sorted), such that every word piece is in exactly one core."""
    readable = list(spans) if spans is not None else [(0, len(text))]
    pieces = _pieces(text, tokenizer, readable)
    inside = quoted(text)
    return [_window(text, pieces, first, last, inside, headlines) for first, last in _cores(pieces)]


def _pieces(text: str, tokenizer: Tokenizer, readable: list[Span]) -> list[_Piece]:
    spans: list[tuple[Span, int]] = []
    for start, end in readable:
        for number, (line_start, line_end) in enumerate(lines(text)):
            a, b = max(start, line_start), min(end, line_end)
            if a < b:
                spans.extend((sentence, number) for sentence in sentences(text, a, b))
    encodings = tokenizer.encode_batch([text[a:b] for (a, b), _ in spans], add_special_tokens=False)
    found = []
    for ((start, _end), line), encoding in zip(spans, encodings, strict=True):
        ids, offsets = encoding.ids, encoding.offsets
        for i in range(0, len(ids), CORE_PIECES):
            part = tuple((start + a, start + b) for a, b in offsets[i : i + CORE_PIECES])
            found.append(_Piece(tuple(ids[i : i + CORE_PIECES]), part, (part[0][0], part[-1][1]), line))
    return found


def _cores(pieces: list[_Piece]) -> list[Span]:
    """Ranges of sentences; whole text in one when it fits, else greedily filled."""
    if sum(len(p.ids) + 1 for p in pieces) + 2 <= MAX_PIECES:
        return [(0, len(pieces))] if pieces else []
    found, first, size = [], 0, 0
    for i, piece in enumerate(pieces):
        if size and size + len(piece.ids) > CORE_PIECES:
            found.append((first, i))
            first, size = i, 0
        size += len(piece.ids) + 1
    return [*found, (first, len(pieces))]


def _window(text: str, pieces: list[_Piece], first: int, last: int, inside: bytearray, headlines: Sequence[Span]) -> Window:
    size = sum(len(p.ids) + 1 for p in pieces[first:last])
    left, room = first, LEFT_PIECES
    while left > 0 and len(pieces[left - 1].ids) + 1 <= room:
        left -= 1
        room -= len(pieces[left].ids) + 1
    right, room = last, MAX_PIECES - 2 - size - (LEFT_PIECES - room)
    while right < len(pieces) and len(pieces[right].ids) + 1 <= room:
        room -= len(pieces[right].ids) + 1
        right += 1
    rows: list[tuple[int, int, int, int, int]] = [(CLS, 0, 0, 0, 0)]
    for number, (before, piece) in enumerate(zip([None, *pieces[left : right - 1]], pieces[left:right], strict=True)):
        if before is not None and before.line != piece.line:
            rows.append((SEP, 0, piece.span[0], piece.span[0], number))
        for id_, (a, b) in zip(piece.ids, piece.offsets, strict=True):
            rows.append((id_, _type(text, a, b, inside, headlines), a, b, number))
    rows.append((SEP, 0, rows[-1][3], rows[-1][3], rows[-1][4]))
    core = (pieces[first].span[0], pieces[last - 1].span[1])
    ids, types, starts, ends, numbers = zip(*rows, strict=True)
    return Window(ids, types, starts, ends, numbers, core)


def _type(text: str, start: int, end: int, inside: bytearray, headlines: Sequence[Span]) -> int:
    word = text[start:end]
    case = 0 if not word[:1].isupper() else 2 if len(word) > 1 and word.isupper() else 1
    return case + 3 * inside[start] + 6 * any(a <= start < b for a, b in headlines)

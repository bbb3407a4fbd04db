"""Telegram Desktop's export is often not valid JSON; this stream mends what is known to be broken, and counts it."""

from __future__ import annotations

import codecs
import json
import re
from collections import Counter
from typing import BinaryIO

_HEX_ESCAPE = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")
_SEPARATOR = re.compile(rb"(\\u202[89])\x80[\xa8\xa9]")
_BARE_ID = re.compile(rb'("document_id":[ \t]*)([^"\s{\[][^\r\n"]*?)(?=[ \t]*(?:,?[ \t]*\r?\n|[,}]))')
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CHUNK = 1024 * 1024
_LONGEST_LINE = 16 * _CHUNK

REPAIRS = {
    "hex": r"\x.. escapes rewritten",
    "separator": "stray bytes after a line separator removed",
    "bare": "unquoted document_id put in quotes",
    "control": "control characters replaced by spaces",
    "utf8": "invalid UTF-8 sequences replaced",
}


class MendedStream:
    """A binary stream that reads as valid JSON where the known faults are the only ones. `repairs` counts them."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._rest = b""
        self._ready = b""
        self._at = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._ended = False
        self.repairs: Counter[str] = Counter()

    def read(self, size: int = -1) -> bytes:
        """The next mended bytes, at most `size` or else a chunk of them; empty at the end."""
        while size and self._at >= len(self._ready) and not self._ended:
            self._ready, self._at = self._next(), 0
        start = self._at
        self._at = len(self._ready) if size < 0 else min(start + size, len(self._ready))
        return self._ready[start : self._at]

    def notes(self) -> tuple[str, ...]:
        """The repairs made so far, in words."""
        return tuple(f"export mended: {count} {REPAIRS[key]}" for key, count in sorted(self.repairs.items()))

    def _next(self) -> bytes:
        block = self._raw.read(_CHUNK)
        self._ended = not block
        data = self._rest + block
        cut = len(data) if self._ended else _safe_cut(data)
        self._rest = data[cut:]
        return self._mend(data[:cut])

    def _mend(self, data: bytes) -> bytes:
        if b"\\x" in data:
            data = self._count("hex", _HEX_ESCAPE.subn(rb"\1\\u00\2", data))
        if b"\\u202" in data:
            data = self._count("separator", _SEPARATOR.subn(rb"\1", data))
        if b'"document_id"' in data:
            data = _BARE_ID.sub(self._quote, data)
        data = self._count("control", _CONTROL.subn(b" ", data))
        text = self._decoder.decode(data, final=self._ended)
        lost = text.count("�") - data.count("�".encode())
        if lost > 0:
            self.repairs["utf8"] += lost
        return text.encode()

    def _count(self, key: str, done: tuple[bytes, int]) -> bytes:
        if done[1]:
            self.repairs[key] += done[1]
        return done[0]

    def _quote(self, found: re.Match[bytes]) -> bytes:
        if re.fullmatch(rb"-?\d+|null|true|false", found[2]):
            return found[0]
        self.repairs["bare"] += 1
        return found[1] + json.dumps(found[2].decode("utf-8", "replace")).encode()


def _safe_cut(data: bytes) -> int:
    """Where no fault can lie across: after a line feed, else (one long line) after a comma."""
    cut = data.rfind(b"\n") + 1
    if not cut and len(data) > _LONGEST_LINE // 16:
        cut = data.rfind(b",") + 1
    return cut or (len(data) if len(data) > _LONGEST_LINE else 0)

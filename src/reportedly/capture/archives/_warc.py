"""WARC files, read as a stream; a damaged record costs itself alone."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, BinaryIO

from reportedly.capture.archives._records import Page, page_of
from reportedly.model import Problem, UnreadableInput

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_GZIP = b"\x1f\x8b\x08"
_VERSION = b"WARC/1."
_BEGINNING = re.compile(re.escape(_GZIP) + rb"|\n" + re.escape(_VERSION))
_BLOCK = 1 << 20
_PROBE = 4096
_MOST_DAMAGE = 1000
"""So many damaged records, and the file is given up: no crawl looks like that."""

Heard = Callable[[int], object]


def looks_like_warc(start: bytes) -> bool:
    """Whether a file begins as a web archive does, compressed or not."""
    return start.startswith(_VERSION) or (start.startswith(_GZIP) and _inflates_to_warc(start))


def read_warc(stream: BinaryIO, where: str, heard: Heard = lambda offset: None) -> Iterator[Page | Problem]:
    """The pages of an archive, in its order. `heard` is told the offset of each record as it comes by.

    Records that are cut, altered or damaged give a problem with their offset, and reading goes on behind them.
    """
    return _Walk(stream, where, heard).pages()


class _Walk:
    """One pass over a file: `reached` is the record that was begun last, `unnamed` says that damage lies behind it."""

    def __init__(self, stream: BinaryIO, where: str, heard: Heard) -> None:
        self._stream = stream
        self._where = where
        self._heard = heard
        self._reached = 0
        self._unnamed = False

    def pages(self) -> Iterator[Page | Problem]:
        start: int | None = 0
        for _ in range(_MOST_DAMAGE):
            assert start is not None
            if (yield from self._until_damage(start)):
                return
            start = _next_record(self._stream, self._reached + 1)
            if start is None:
                if self._unnamed:
                    yield self._problem("damaged from here to the end", f"behind the record at byte {self._reached}")
                return
        yield self._problem(f"given up after {_MOST_DAMAGE} damaged records", f"byte {start}")

    def _until_damage(self, start: int) -> Generator[Page | Problem, None, bool]:
        """Pages from `start` on; returns whether the file's end was reached."""
        from fastwarc.warc import ArchiveIterator, WarcRecordType

        self._stream.seek(start)
        wanted, fresh = WarcRecordType.response | WarcRecordType.resource, True
        try:
            for record in ArchiveIterator(self._stream, parse_http=False, record_types=wanted):
                if self._unnamed:
                    yield self._problem("damaged records", f"between bytes {self._reached} and {record.stream_pos}")
                self._reached, self._unnamed, fresh = record.stream_pos, False, False
                self._heard(self._reached)
                yield from self._page(record)
        except _Named:
            return False
        except OSError as error:
            self._unnamed = not fresh
            if fresh:  # what is damaged is the very record that begins here
                self._reached = start
                yield self._problem(f"damaged record ({_plain(error)})", f"byte {start}")
            return False
        return True

    def _page(self, record: WarcRecord) -> Iterator[Page | Problem]:
        place = f"byte {record.stream_pos}"
        try:
            page = page_of(record)
        except UnreadableInput as error:
            yield self._problem(error.reason, place)
        except OSError as error:
            yield self._problem(f"damaged record ({_plain(error)})", place)
            raise _Named from error
        else:
            if page is not None:
                yield page

    def _problem(self, reason: str, place: str) -> Problem:
        return Problem(where=self._where, reason=reason, place=place)


class _Named(Exception):
    """Damage that has given its problem already."""


def _next_record(stream: BinaryIO, start: int) -> int | None:
    """The offset of the next place where a record begins, compressed or plain."""
    offset, tail = max(start - 1, 0), b""
    while True:
        stream.seek(offset)
        block = stream.read(_BLOCK)
        if not block:
            return None
        data = tail + block
        for found in _BEGINNING.finditer(data):
            at = offset - len(tail) + found.start() + found[0].startswith(b"\n")
            if at >= start and (found[0] != _GZIP or _probe(stream, at)):
                return at
        offset += len(block)
        tail = data[-len(_VERSION) :]


def _probe(stream: BinaryIO, offset: int) -> bool:
    stream.seek(offset)
    return _inflates_to_warc(stream.read(_PROBE))


def _inflates_to_warc(start: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(start, len(_VERSION)) == _VERSION
    except zlib.error:
        return False


def _plain(error: OSError) -> str:
    return str(error).lower()

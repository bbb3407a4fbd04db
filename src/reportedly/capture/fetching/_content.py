"""The body of an answer, decompressed within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from reportedly.model import FetchFailed, FetchRefused

ACCEPTED = "gzip, deflate"
_PIECE = 256 * 1024
_GZIP = b"\x1f\x8b"


def decompressed(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The content in pieces of at most 256 KB, however much a few bytes may blow up to.

    Raises FetchRefused for an encoding that was not asked for, FetchFailed for damaged data.
    """
    names = [name for part in encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if not names:
        return iter(chunks)
    if len(names) > 1 or names[0] not in ("gzip", "x-gzip", "deflate"):
        raise FetchRefused(f"compressed as {', '.join(names)}, which was not asked for")
    return _inflated(chunks, names[0])


def _inflated(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    inflater: zlib._Decompress | None = None
    try:
        for chunk in chunks:
            pending, full = chunk, False
            while pending or full:
                if inflater is None:
                    inflater = zlib.decompressobj(_window(name, pending))
                piece = inflater.decompress(pending, _PIECE)
                if piece:
                    yield piece
                full, pending = len(piece) == _PIECE, inflater.unconsumed_tail
                if inflater.eof:
                    if not inflater.unused_data.startswith(_GZIP):
                        return  # whatever follows the last member is padding
                    pending, full, inflater = inflater.unused_data, False, None
    except zlib.error as error:
        raise FetchFailed(f"damaged {name} data ({error})") from error
    if inflater is not None and not inflater.eof:
        raise FetchFailed(f"the {name} data ends early")


def _window(name: str, start: bytes) -> int:
    """`deflate` is sent both with and without the zlib header that the standard asks for."""
    if name == "deflate" and (len(start) < 1 or start[0] & 0x0F != 8):
        return -zlib.MAX_WBITS
    return zlib.MAX_WBITS | 32

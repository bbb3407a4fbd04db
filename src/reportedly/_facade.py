"""The package's front door: `reportedly.read` and `reportedly.open_ledger`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportedly.ledger import open_ledger
from reportedly.model import Problem, Reading, Revision, UnreadableInput
from reportedly.reading import Reader, default_reader

__all__ = ["open_ledger", "read"]


def read(source: str | Path | Revision | None = None, *, text: str | None = None, reader: Reader | None = None) -> Reading:
    """Reads one document: a file (path), a captured revision, or `text` at hand.

    `reader` defaults to the one that ships with the package, kept for further calls.
    Raises CaptureError when the file cannot be taken in or holds several reports, ReadingError when it cannot be read.
    """
    if (source is None) == (text is None):
        raise TypeError("give either a source or text=")
    revision = source if isinstance(source, Revision) else _revision(source, text)
    return (reader or _reader()).read(revision)


def _revision(path: str | Path | None, text: str | None) -> Revision:
    from reportedly.capture import capture, from_text
    from reportedly.packs import outlet_zone

    if text is not None:
        return from_text(text)
    found = list(capture([path or ""], zone_of=outlet_zone))
    for one in found:
        if isinstance(one, Problem):
            raise UnreadableInput(one.reason, where=one.where, place=one.place)
        if len(found) == 1:
            return one.revision
    raise UnreadableInput(f"holds {len(found)} reports, not one; `reportedly read` prints them all", where=str(path))


@cache
def _reader() -> Reader:
    return default_reader()

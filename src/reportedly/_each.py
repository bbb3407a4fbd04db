"""Reading many revisions at once, where one that cannot be read stops none of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reportedly.model import Reading, ReadingError, Revision

if TYPE_CHECKING:
    from reportedly.reading import Reader


def read_each(revisions: Sequence[Revision], reader: Reader) -> Iterator[tuple[Revision, Reading | ReadingError]]:
    """Every revision with its reading, or with the error that was its alone."""
    try:
        readings = list(reader.read_all(revisions))
    except ReadingError:
        for revision in revisions:
            yield revision, _read_one(revision, reader)
    else:
        yield from zip(revisions, readings, strict=True)


def _read_one(revision: Revision, reader: Reader) -> Reading | ReadingError:
    try:
        return reader.read(revision)
    except ReadingError as error:
        return error

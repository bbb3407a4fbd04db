"""Reading many revisions at once, where one that cannot be read stops none of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from reportedly.model import Captured, Problem, Reading, ReadingError, Revision

if TYPE_CHECKING:
    from reportedly.reading import Reader

_BATCH = 32


def read_captured(captured: Iterable[Captured | Problem], reader: Reader) -> Iterator[Reading | Problem]:
    """What was captured as readings, in order within batches; what failed, in capture or here, as problems."""
    stream = iter(captured)
    while items := list(islice(stream, _BATCH)):
        yield from (item for item in items if isinstance(item, Problem))
        for revision, reading in read_each([item.revision for item in items if isinstance(item, Captured)], reader):
            yield _problem(revision, reading) if isinstance(reading, ReadingError) else reading


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


def _problem(revision: Revision, error: ReadingError) -> Problem:
    return Problem(where=error.where or revision.url or revision.report, reason=error.reason, place=error.place)

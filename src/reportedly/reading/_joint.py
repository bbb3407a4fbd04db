"""The joint between reading and the rest of the house."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from reportedly.model import Reading, Revision


class Reader(Protocol):
    """Anything that reads revisions. `engine` names it and its version; equal input gives equal output."""

    @property
    def engine(self) -> str: ...

    def read(self, revision: Revision) -> Reading:
        """Reads one revision. Raises ReadingError when it cannot be read within bounds."""
        ...

    def read_all(self, revisions: Iterable[Revision]) -> Iterator[Reading]:
        """Reads many, in order, with batches across revisions; results equal those of `read`."""
        ...


def default_reader(*, threads: int = 1) -> Reader:
    """The reader that ships with the package."""
    from reportedly.reading._engine import Engine

    return Engine(threads=threads)

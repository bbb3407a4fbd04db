"""How far a long stream is: a bar where someone watches, else a sentence every few seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from reportedly.cli._output import remark

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")
_QUIET = 3.0
"""Seconds before progress is told, and between two tellings."""
_STEP = 50
"""Rows between two looks at the clock."""


class Telling:
    """Counts the rows of streams as they pass."""

    def __init__(self, bar: Progress | None) -> None:
        self._bar = bar
        self._told = time.monotonic()

    def watch(self, what: str, total: int | None, stream: Iterable[T]) -> Iterator[T]:
        """The stream, counted under its name."""
        task: Any = self._bar.add_task(what, total=total) if self._bar else None
        count = 0
        for count, one in enumerate(stream, start=1):
            yield one
            if count % _STEP == 0:
                self._tell(task, what, count)
        self._tell(task, what, count)

    def advance(self, what: str, total: int | None) -> Any:
        """A function to be told of further rows, for streams that pass elsewhere."""
        task: Any = self._bar.add_task(what, total=total) if self._bar else None
        done = 0

        def more(count: int) -> None:
            nonlocal done
            done += count
            self._tell(task, what, done)

        return more

    def _tell(self, task: Any, what: str, count: int) -> None:
        if self._bar:
            self._bar.update(task, completed=count)
        elif time.monotonic() - self._told > _QUIET:
            self._told = time.monotonic()
            remark(f"{count:,} {what} ...")


@contextmanager
def telling() -> Iterator[Telling]:
    """Progress on standard error."""
    if not sys.stderr.isatty():
        yield Telling(None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Telling(bar)

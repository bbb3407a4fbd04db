"""A watched folder: files are taken in once they have stopped growing, and again when they change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportedly.capture._capture import capture
from reportedly.capture._clock import Clock
from reportedly.capture._items import walk
from reportedly.capture.watching._state import State
from reportedly.model import Captured, Problem

_SETTLED = 5.0
"""Seconds since its last change after which a file counts as whole; a younger one is looked at twice."""


class Ready:
    """The files of a folder that are new or changed and whole. They are noted when the ledger has them."""

    def __init__(self, state: State, folder: str, now: float, clock: Clock) -> None:
        self._state = state
        self._clock = clock
        self.files: list[tuple[str, int, int]] = []
        for found in walk([Path(folder)]):
            if isinstance(found, Path):
                self._look(found, now)

    def captured(self) -> Iterator[Captured | Problem]:
        """What is in them. Addresses that a feed among them names are not followed: feeds are watched by address."""
        yield from capture([path for path, _, _ in self.files], clock=self._clock)

    def taken(self) -> None:
        """The ledger has them now."""
        with self._state.change():
            for path, size, changed in self.files:
                self._state.note_file(path, size, changed, taken=True)

    def _look(self, path: Path, now: float) -> None:
        try:
            status = path.stat()
        except OSError:
            return
        name, size, changed = str(path), status.st_size, status.st_mtime_ns
        before = self._state.file(name)
        same = before is not None and before[:2] == (size, changed)
        if same and before is not None and before[2]:
            return
        if same or now - changed / 1e9 >= _SETTLED:
            self.files.append((name, size, changed))
        else:
            self._state.note_file(name, size, changed, taken=False)

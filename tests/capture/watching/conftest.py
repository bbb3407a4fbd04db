"""A watch over a local site, with a clock that a test moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reportedly.capture.fetching import Fetcher, Pace, Rules, Visitor
from reportedly.capture.watching import Happening, Pending, Source, Sources, State, Watch
from reportedly.model import Captured, Problem
from tests.web_server import Site, site

START = datetime(2024, 3, 12, 8, tzinfo=UTC)


class Time:
    """A clock; waiting moves it, and ends the watch at the horizon."""

    def __init__(self) -> None:
        self.now = START
        self.until = START

    def clock(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> bool:
        self.now += timedelta(seconds=max(seconds, 0.001))
        return self.now >= self.until


class Desk:
    """Keeps what it is brought; fails when told to, as a killed process would."""

    def __init__(self) -> None:
        self.taken: list[Captured] = []
        self.problems: list[Problem] = []
        self.misses: list[Pending] = []
        self.failing = False

    def take(self, found: Iterable[Captured | Problem]) -> None:
        items = list(found)
        if self.failing and items:
            raise KeyboardInterrupt
        self.taken += [one for one in items if isinstance(one, Captured)]
        self.problems += [one for one in items if isinstance(one, Problem)]

    def missed(self, pending: Pending) -> None:
        self.misses.append(pending)

    def titles(self) -> list[str | None]:
        return [one.revision.title for one in self.taken]


class Setting:
    """Everything a watch needs; `run` starts one anew, as after a restart."""

    def __init__(self, server: Site, folder: Path) -> None:
        self.server, self.folder, self.time, self.desk = server, folder, Time(), Desk()
        self.told: list[Happening] = []

    def source(self, path: str, kind: str = "feed", minutes: float = 15, **more: object) -> Source:
        place = self.server.url(path) if path.startswith("/") and kind != "folder" else path
        return Source(kind=kind, place=place, every=timedelta(minutes=minutes), name=path, **more)  # type: ignore[arg-type]

    def run(self, *sources: Source, hours: float = 0, once: bool = False) -> None:
        self.time.until = self.time.now + timedelta(hours=hours)
        state = State(self.folder / "watch")
        fetcher = Fetcher(allowed=frozenset({self.server.host}), clock=self.time.clock)
        visitor = Visitor(fetcher, pace=Pace(0), clock=self.time.clock, known=known(state))
        try:
            watch = Watch(
                Sources(sources=sources, gap=0),
                state,
                self.desk,
                clock=self.time.clock,
                wait=self.time.wait,
                chance=lambda: 0.0,
                tell=self.told.append,
                visitor=visitor,
                nap=1e9,
            )
            watch.run(once=once)
        finally:
            state.close()

    def asked(self, path: str) -> int:
        return self.server.paths().count(path)

    def what(self, path: str) -> list[str]:
        return [one.what for one in self.told if one.place == self.server.url(path)]


def known(state: State) -> dict[str, Rules]:
    return {place: Rules(*said) for place, said in state.robots().items()}


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as made:
        yield made


@pytest.fixture
def setting(server: Site, tmp_path: Path) -> Setting:
    return Setting(server, tmp_path)

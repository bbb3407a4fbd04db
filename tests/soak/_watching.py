"""A watch that is killed: a loopback site whose articles change, hours that pass only while the watch waits, a real ledger.

The clock lies in memory that all processes share, and moves only when a watch waits. So a killed and restarted watch must ask
exactly what an undisturbed one asks, at the same moments, and leave the same ledger.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from difflib import unified_diff
from email.utils import format_datetime
from itertools import groupby
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from typing import Any, NamedTuple

from reportedly.capture.fetching import Fetcher, Pace, Rules, Visitor
from reportedly.capture.watching import Source, Sources, State, Watch
from reportedly.cli.watch import LedgerDesk
from reportedly.ledger import Ledger
from tests.articles import article, rss
from tests.fakes import FakeReader
from tests.soak._work import done, in_a_child, killed, opened, told
from tests.web_server import Asked, Send, Site

START = datetime(2024, 3, 12, 8, tzinfo=UTC)
HOURS = 5
PLACES = ("Tyotkino", "Karsk", "Belmora", "Osten")
CHANGES = (timedelta(minutes=40), timedelta(minutes=95))
"""When each article changes, counted from its publication; it is visited every 15 minutes meanwhile."""

_GONE = range(100, 240)
"""Between these minutes the last article is not found: three tries in vain, in which its second version comes and goes."""


def published(number: int) -> datetime:
    """The articles come out one after the other, most of them while the watch runs."""
    return START + timedelta(minutes=25 * number - 5)


def versions(number: int) -> list[str]:
    """The titles that an article shows one after the other."""
    shown = [f"Fighting in {PLACES[number]}, version {count}" for count in range(len(CHANGES) + 1)]
    return shown if number < len(PLACES) - 1 else [shown[0], shown[-1]]


class Clock:
    """Hours that pass for all processes at once, and only when a watch waits."""

    def __init__(self) -> None:
        self._passed: Any = RawValue("d", 0.0)

    def now(self) -> datetime:
        return START + timedelta(seconds=self._passed.value)

    def reset(self) -> None:
        self._passed.value = 0.0

    def wait(self, seconds: float) -> bool:
        """Lets the time pass; True when the hours are over."""
        self._passed.value += max(seconds, 0.001)
        return self.over()

    def over(self) -> bool:
        return self.now() >= START + timedelta(hours=HOURS)


class Gazette:
    """The site, in a process of its own. What it was asked lies in a file, written before each answer."""

    def __init__(self, clock: Clock, folder: Path) -> None:
        self._clock, self._log = clock, folder / "asked"
        self._log.touch()
        told, tell = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            try:
                self._serve(tell)
            finally:
                os._exit(0)
        self.host = os.read(told, 100).decode()
        os.close(told)
        os.close(tell)

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def asked(self) -> list[str]:
        """Everything it was asked since the hours began, as `minute path`, in order."""
        return self._log.read_text().splitlines()

    def reset(self) -> None:
        """Lets the hours begin anew."""
        self._clock.reset()
        os.truncate(self._log, 0)

    def close(self) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)

    def _serve(self, tell: int) -> None:
        site = Site()
        self.host = site.host
        for path in ("/robots.txt", "/feed", *(f"/{number}" for number in range(len(PLACES)))):
            site.raw(path, self._answer)
        os.write(tell, site.host.encode())
        while True:
            time.sleep(60)

    def _answer(self, asked: Asked, send: Send) -> None:
        minute = (self._clock.now() - START).total_seconds() / 60
        with self._log.open("a") as log:
            log.write(f"{minute:.2f} {asked.path}\n")
        if asked.path == "/feed":
            out = [number for number in range(len(PLACES)) if published(number) <= self._clock.now()]
            body = rss(*((self.url(f"/{number}"), format_datetime(published(number))) for number in out))
        elif asked.path == "/robots.txt" or (asked.path == f"/{len(PLACES) - 1}" and int(minute) in _GONE):
            send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        else:
            body = self._article(int(asked.path[1:]))
        etag = f'"{hash(body) if asked.path == "/1" else ""}"'  # one article's server knows of conditional requests
        if asked.headers.get("if-none-match") == etag and asked.path == "/1":
            send(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n")
            return
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nEtag: {etag}\r\nContent-Length: {len(body)}\r\n\r\n"
        send(head.encode() + body.encode())

    def _article(self, number: int) -> str:
        age = self._clock.now() - published(number)
        count = sum(age >= change for change in CHANGES)
        words = f"The Legion said in its notice {count} that there was fighting in {PLACES[number]}. It gave no further details."
        return article(f"Fighting in {PLACES[number]}, version {count}", words, published=published(number).isoformat())


@contextmanager
def gazette(folder: Path) -> Iterator[tuple[Clock, Gazette]]:
    clock = Clock()
    site = Gazette(clock, folder)
    try:
        yield clock, site
    finally:
        site.close()


class Undisturbed(NamedTuple):
    """What a watch that nobody kills asks and leaves, and how many seconds it takes."""

    asked: list[str]
    told: dict[str, Any]
    took: float


def undisturbed(clock: Clock, site: Gazette, path: Path) -> Undisturbed:
    opened(str(path), path).close()
    before = time.monotonic()
    assert done(start_watch(str(path), path, clock, site))
    took = time.monotonic() - before
    with opened(str(path), path) as ledger:
        return Undisturbed(site.asked(), told(ledger), took)


def killed_again_and_again(clock: Clock, site: Gazette, path: Path, expected: Undisturbed, most: int) -> int:
    """Kills one watch after the other until the hours are over, `most` times at most; returns how often. Checks everything."""
    site.reset()
    kills = 0
    while kills < most and killed(start_watch(str(path), path, clock, site), expected.took / 3):
        kills += 1
    assert done(start_watch(str(path), path, clock, site)), "the watch could not be finished"
    asked = site.asked()
    differing = list(unified_diff(_once(expected.asked), _once(asked), "undisturbed", f"after {kills} kills", lineterm="", n=1))
    assert not differing, "\n".join(differing)
    assert len(asked) - len(expected.asked) <= 2 * kills, "more was asked twice than was on its way when a watch was killed"
    with opened(str(path), path) as ledger:
        assert ledger.verify().faults == ()
        for name, value in told(ledger).items():
            assert value == expected.told[name], f"{name} differs after {kills} kills"
    return kills


def _once(asked: list[str]) -> list[str]:
    """What was asked, without what was asked again at once; robots.txt may come again before it."""
    return [line for line, _ in groupby(line for line in asked if not line.endswith("/robots.txt"))]


def start_watch(place: str, beside: Path, clock: Clock, site: Gazette) -> int:
    """The process id of a watch over the site, which ends with 0 when the hours are over."""
    return in_a_child(place, beside, lambda ledger: _watch(ledger, clock, site))


def _watch(ledger: Ledger, clock: Clock, site: Gazette) -> None:
    state = State(ledger.store.file("watch"))
    fetcher = Fetcher(allowed=frozenset({site.host}), clock=clock.now)
    known = {place: Rules(*said) for place, said in state.robots().items()}
    feed = Source(kind="feed", place=site.url("/feed"), every=timedelta(minutes=15), name="Gazette")
    watch = Watch(
        Sources(sources=(feed,), gap=0),
        state,
        LedgerDesk(ledger, FakeReader(), lambda told: None),
        clock=clock.now,
        wait=clock.wait,
        chance=lambda: 0.0,
        visitor=Visitor(fetcher, pace=Pace(0), clock=clock.now, known=known),
        nap=1e9,
    )
    if clock.over():  # killed in its last moment: what it was answered is still to be handed over
        watch.stop.set()
    watch.run()
    state.close()

"""The watch: asks what is due, hands what came to the desk, remembers, and waits."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from reportedly.capture._clock import Clock, utc_now
from reportedly.capture._documents import read_document
from reportedly.capture._follow import document_of, item_of
from reportedly.capture._guard import guarded
from reportedly.capture.fetching import Fetched, Fetcher, Limits, Pace, Resolver, Rules, Visitor, host_of, system_resolver
from reportedly.capture.watching._folder import Ready
from reportedly.capture.watching._settle import Happening, Settling
from reportedly.capture.watching._sources import Sources
from reportedly.capture.watching._state import Pending, State, Task, moment
from reportedly.model import Captured, CaptureError, Problem

SECONDS = 30.0
"""The longest that one answer may take: a watch must be able to stop."""

_BATCH = 32
NAP = 60.0
"""The longest wait before the clock is looked at again: it may have been set, or the machine have slept."""


class Desk(Protocol):
    """Who takes in what a watch brings. Both must be safe to repeat: after a kill, what was brought is brought again."""

    def take(self, found: Iterable[Captured | Problem]) -> None:
        """Captures of visits, and what could not be read."""

    def missed(self, pending: Pending) -> None:
        """A known report was not found at its place."""


class Watch:
    """One pass over a desk's sources after another. Times are the clock's; `wait` sleeps, or returns True to stop."""

    def __init__(
        self,
        sources: Sources,
        state: State,
        desk: Desk,
        *,
        clock: Clock = utc_now,
        wait: Callable[[float], bool] | None = None,
        chance: Callable[[], float] = random.random,
        tell: Callable[[Happening], object] = lambda happening: None,
        visitor: Visitor | None = None,
        nap: float = NAP,
    ) -> None:
        self._nap = nap
        self.stop = threading.Event()
        self._sources, self._state, self._desk = sources, state, desk
        self._clock, self._chance, self._tell = clock, chance, tell
        self._wait = wait or self.stop.wait
        self._visitor = visitor or visitor_of(sources, state, clock)
        self._by_place = {source.place: source for source in sources.sources}
        self._folders = {source.place: 0.0 for source in sources.sources if source.kind == "folder"}
        self._robots: dict[str, Rules] = {site: Rules(*said) for site, said in state.robots().items()}
        state.adopt(sources.sources, self._now())

    def run(self, *, once: bool = False) -> None:
        """Watches until it is told to stop; with `once`, until everything that is due now was asked and handed over."""
        while not self.stop.is_set():
            self._look_into_folders()
            asked = self._round()
            if not asked or self._state.waiting() >= _BATCH:
                self._deliver()
            if asked:
                continue
            pause = self._pause()
            if once and pause > 0 and not self._blocked():
                break
            if pause > 0 and self._wait(min(pause, self._nap)):
                break
        self._deliver()

    def _round(self) -> int:
        """Asks one due place of each host that may be asked now; returns how many."""
        chosen: dict[str, Task] = {}
        for task in self._state.due(self._now()):
            host = host_of(task.place)
            if host not in chosen and not self._visitor.pace.pause(task.place):
                chosen[host] = task
            if len(chosen) >= self._sources.parallel:
                break
        if not chosen:
            return 0
        with ThreadPoolExecutor(len(chosen)) as pool:
            answers = list(pool.map(self._ask, chosen.values()))
        for task, answer in zip(chosen.values(), answers, strict=True):
            self._settle(task, answer)
        self._remember_robots()
        return len(chosen)

    def _ask(self, task: Task) -> Fetched | CaptureError:
        try:
            return self._visitor.visit(task.place, etag=task.etag, last_modified=task.modified)
        except CaptureError as error:
            return error

    def _settle(self, task: Task, answer: Fetched | CaptureError) -> None:
        source = self._by_place[task.source]
        settling = Settling(self._state, source, self._now(), self._chance(), _read)
        self._tell(settling.settle(task, answer))

    def _deliver(self) -> None:
        """Hands over what waits, oldest first; it is forgotten only when the desk has it."""
        while items := self._state.pending(_BATCH):
            reports: dict[str, str] = {}
            found: list[Captured | Problem] = []
            for item in items:
                if item.answer is not None:
                    here = list(_read(item.task, item.answer))
                    found += here
                    first = next((one.revision.report for one in here if isinstance(one, Captured)), None)
                    if first and item.task.kind in ("article", "page"):
                        reports[item.task.place] = first
            self._desk.take(found)
            for item in items:
                if item.answer is None:
                    self._desk.missed(item)
            self._state.delivered(items, reports)

    def _look_into_folders(self) -> None:
        now = self._now()
        for place, due in self._folders.items():
            if due > now:
                continue
            self._folders[place] = now + self._by_place[place].every.total_seconds()
            ready = Ready(self._state, place, now, self._clock)
            if ready.files:
                self._desk.take(ready.captured())
                ready.taken()
                at = moment(now).strftime("%Y-%m-%dT%H:%M:%SZ")
                self._tell(Happening(at, "kept", place, f"{len(ready.files)} files", len(ready.files)))

    def _pause(self) -> float:
        """Seconds until something is to be done."""
        times = [*self._folders.values()]
        due = self._state.next_due()
        if due is not None:
            times.append(due)
        now = self._now()
        soonest = max(min(times, default=now + self._nap) - now, 0.0)
        return soonest or max(self._hosts_free(), 0.01)

    def _blocked(self) -> bool:
        """Whether something is due whose host is to be left alone for the moment."""
        return bool(self._state.due(self._now(), 1))

    def _hosts_free(self) -> float:
        return min((self._visitor.pace.pause(task.place) for task in self._state.due(self._now())), default=0.0)

    def _remember_robots(self) -> None:
        for site, rules in self._visitor.rules.items():
            if self._robots.get(site) != rules:
                self._robots[site] = rules
                self._state.note_robots(site, rules.text, rules.until)

    def _now(self) -> float:
        return self._clock().timestamp()


def visitor_of(sources: Sources, state: State, clock: Clock = utc_now, *, resolver: Resolver | None = None) -> Visitor:
    """Who visits for a watch: as the file says, and with what robots.txt said before."""
    limits = Limits(seconds=SECONDS)
    fetcher = Fetcher(
        allowed=sources.allow, agent=sources.agent, limits=limits, clock=clock, resolver=resolver or system_resolver
    )
    known = {site: Rules(*said) for site, said in state.robots().items()}
    return Visitor(fetcher, pace=Pace(sources.gap), obey=sources.robots, known=known, clock=clock)


def _read(task: Task, answer: Fetched) -> Iterable[Captured | Problem]:
    return guarded(task.place, lambda: read_document(document_of(item_of(answer, task.place), answer)))

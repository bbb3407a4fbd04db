"""What an answer means for the plan: what is kept, when the place is asked again, and which places are new."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from reportedly.capture._follow import item_of
from reportedly.capture.feeds import Entry, ListKind, kind_of_list, read_list
from reportedly.capture.fetching import NOT_MODIFIED, Fetched, said
from reportedly.capture.watching._channel import PAGES_BACK, digest, earliest_on, page_before, pages_of, posts_on
from reportedly.capture.watching._plan import MISSED_AGAIN, TRIES, back_off, jittered, revisit
from reportedly.capture.watching._sources import Source
from reportedly.capture.watching._state import State, Task, moment
from reportedly.model import Captured, CaptureError, FetchRefused, Problem

Read = Callable[[Task, Fetched], Iterable[Captured | Problem]]
"""What an answer holds."""

What = Literal["kept", "unchanged", "listed", "missed", "failed", "refused", "problem"]

_GONE = frozenset({404, 410, 451})
_LISTS: dict[str, tuple[ListKind, ...]] = {"feed": ("feed", "json feed", "sitemap"), "sitemap": ("sitemap", "feed", "json feed")}
_PREVIEWS = ("telegram", "posts", "older")
_BY_AGE = ("article", "posts", "older")
_ARTICLE_EVERY = timedelta(minutes=15)
_REFUSED = timedelta(days=1)
_LASTING = 5
"""So many failures in a row, and an article counts as missed though its server never said that it is gone."""

_MOST_SUBLISTS = 20


class Happening(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that a watch did, for whoever looks on. `at` is RFC 3339, UTC."""

    at: str
    what: What
    place: str
    detail: str = ""
    new: int = 0


class Settling:
    """Settles answers at one moment. `chance` gives 0..1 for the jitter; `read` tells whether an older page of posts changed."""

    def __init__(self, state: State, source: Source, now: float, chance: float, read: Read) -> None:
        self._state, self._source, self._now, self._chance, self._read = state, source, now, chance, read

    def settle(self, task: Task, answer: Fetched | CaptureError) -> Happening:
        """Writes everything that follows from an answer in one transaction."""
        with self._state.change():
            if isinstance(answer, FetchRefused):
                self._state.keep(replace(task, due=self._after(_REFUSED), visited=self._now))
                return self._told("refused", task, answer.reason)
            if isinstance(answer, CaptureError):
                return self._failed(task, answer.reason)
            if answer.status == NOT_MODIFIED:
                self._next(task)
                return self._told("unchanged", task)
            if answer.status in _GONE and task.kind not in ("feed", "sitemap"):
                return self._missed(task, said(answer.status))
            if not answer.ok:
                return self._failed(task, f"the answer is {said(answer.status)}", _retry_after(answer, self._now))
            return self._taken(replace(task, etag=answer.header("etag"), modified=answer.header("last-modified")), answer)

    def _taken(self, task: Task, answer: Fetched) -> Happening:
        if task.kind in _LISTS:
            return self._listed(task, answer)
        if task.kind in _PREVIEWS:
            if not urlsplit(answer.url).path.startswith("/s/") and urlsplit(task.place).path.startswith("/s/"):
                return self._failed(task, "this channel has no public preview")
            task = self._back(task, answer)
        if task.kind == "older":
            says = digest(self._read(task, answer))
            if says == task.digest:
                self._next(task)
                return self._told("unchanged", task)
            task = replace(task, digest=says)
        self._state.hand_in(task, answer)
        self._next(task)
        return self._told("kept", task)

    def _listed(self, task: Task, answer: Fetched) -> Happening:
        try:
            source = item_of(answer, task.place)
            data = source.read()
            kind = kind_of_list(data[:4096].decode("utf-8", "replace"))
            if kind is None:
                raise CaptureError("not a feed or sitemap")
            found = read_list(data, kind, answer.url)
        except CaptureError as error:
            return self._failed(task, error.reason)
        entries = found.entries[: self._source.most]
        new = sum(self._meet(entry, task) for entry in entries)
        for sub in found.lists[:_MOST_SUBLISTS]:
            if self._state.task(sub.url) is None:
                self._state.keep(Task(place=sub.url, kind="sitemap", source=task.source, due=self._now, every=task.every))
        self._next(task)
        return self._told("listed", task, f"{len(entries)} articles", new)

    def _meet(self, entry: Entry, task: Task) -> bool:
        """Notes an article that a list names; True when it is new. One that its list calls changed is asked at once."""
        changed = entry.updated_at.timestamp() if entry.updated_at else None
        known = self._state.task(entry.url)
        if known is not None:
            if changed and known.kind == "article" and changed > (known.changed or known.visited or 0) and self._source.revisit:
                self._state.keep(replace(known, due=min(known.due, self._now), changed=changed))
            return False
        stated = entry.published_at or entry.updated_at
        born = min(stated.timestamp(), self._now) if stated else self._now
        self._state.keep(Task(place=entry.url, kind="article", source=task.source, due=self._now, born=born, changed=changed))
        return True

    def _back(self, task: Task, answer: Fetched) -> Task:
        """When posts were missed between this page and the last look, the page before it is asked too."""
        shown = posts_on(answer.data)
        if not shown:
            return task
        oldest, newest = shown
        if task.kind == "telegram":
            left, seen = (PAGES_BACK if task.cursor else 0), task.cursor
            if self._source.revisit:
                self._plan_older(task, oldest, earliest_on(answer.data))
            task = replace(task, cursor=max(task.cursor, newest), changed=float(oldest))
        else:
            left, seen = task.cursor - 1, int(task.changed or 0)
            task = replace(task, cursor=0)
        if left > 0 and oldest > seen + 1:
            place = page_before(task.source, oldest)
            page = self._state.task(place) or Task(place=place, kind="posts", source=task.source, due=0, born=self._now)
            self._state.keep(replace(page, due=self._now, cursor=left, changed=float(seen)))
        return task

    def _plan_older(self, task: Task, oldest: int, posted: float | None) -> None:
        """Posts that left the latest page since the last look are looked at again on the pages that show them now."""
        first = int(task.changed or oldest)
        born = min(posted or self._now, self._now)
        wait = revisit(moment(born), moment(self._now))
        for place in pages_of(task.source, first, oldest) if wait else ():
            page = self._state.task(place) or Task(place=place, kind="posts", source=task.source, due=9e15, born=born)
            if page.kind == "posts" and wait:
                self._state.keep(replace(page, kind="older", born=born, due=min(page.due, self._after(wait))))

    def _missed(self, task: Task, why: str) -> Happening:
        task = replace(task, misses=task.misses + 1, failures=0, visited=self._now)
        if task.report:
            self._state.hand_in_miss(task, self._now, why)
        if task.misses < TRIES:
            self._state.keep(replace(task, due=self._after(MISSED_AGAIN)))
        elif task.report or task.kind not in ("article", "posts"):
            self._next(task, found=False)
        else:
            self._end(task)
        return self._told("missed", task, why)

    def _failed(self, task: Task, why: str, retry_after: timedelta | None = None) -> Happening:
        failures = task.failures + 1
        every = timedelta(seconds=task.every) or _ARTICLE_EVERY
        task = replace(task, failures=failures, visited=self._now, due=self._after(back_off(every, failures, retry_after)))
        self._state.keep(task)
        if failures >= _LASTING and task.report:
            self._state.hand_in_miss(task, self._now, why)
        return self._told("failed", task, why)

    def _next(self, task: Task, *, found: bool = True) -> None:
        """After an answer: when the place is asked again, by its source's wait or by the article's age."""
        task = replace(task, visited=self._now, failures=0, misses=0 if found else task.misses)
        if task.kind not in _BY_AGE:
            self._state.keep(replace(task, due=self._after(timedelta(seconds=task.every))))
            return
        again = task.kind != "posts" and self._source.revisit
        wait = revisit(moment(task.born), moment(self._now)) if again else None
        if wait is None:
            self._end(task)
        else:
            self._state.keep(replace(task, due=self._after(wait)))

    def _end(self, task: Task) -> None:
        self._state.keep(task)
        self._state.retire(task.place)

    def _after(self, wait: timedelta) -> float:
        return self._now + jittered(wait, self._chance).total_seconds()

    def _told(self, what: What, task: Task, detail: str = "", new: int = 0) -> Happening:
        return Happening(moment(self._now).strftime("%Y-%m-%dT%H:%M:%SZ"), what, task.place, detail, new)


def _retry_after(answer: Fetched, now: float) -> timedelta | None:
    """What the server asks for, in seconds or as a date."""
    stated = (answer.header("retry-after") or "").strip()
    if stated.isdecimal():
        return timedelta(seconds=min(int(stated), 10**7))
    try:
        return max(parsedate_to_datetime(stated) - moment(now), timedelta(0)) if stated else None
    except (ValueError, TypeError):
        return None

"""`reportedly watch`: sources asked by schedule, until it is told to stop."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportedly.cli._options import json_option, ledger_option, opened, reader_options
from reportedly.cli._output import lines, minute, plain, plural, remark
from reportedly.cli.add import account

if TYPE_CHECKING:
    from reportedly.capture.watching import Happening, Pending, State
    from reportedly.ledger import Ledger
    from reportedly.model import Captured, Problem
    from reportedly.reading import Reader

_WORTH_TELLING = ("kept", "missed", "failed", "refused", "problem")


@click.command("watch")
@click.argument("sources_path", metavar="SOURCES", type=click.Path(path_type=Path))
@ledger_option
@click.option("--once", is_flag=True, help="Ask what is due now, take it in, and stop.")
@reader_options
@json_option
def command(sources_path: Path, ledger_path: str, once: bool, reader: Callable[[], Reader], as_json: bool) -> None:
    """Watch feeds, sitemaps, pages, channels and folders.

    SOURCES is a TOML file (docs/capture.md). Fresh articles are visited again, at growing intervals, so that every
    change becomes a revision. What it knows lies beside the ledger: a restart asks nothing twice. Ctrl-C stops it
    when the answers on their way are in.
    """
    from reportedly.capture.watching import State, Watch, read_sources

    sources = read_sources(sources_path)
    with opened(ledger_path, create=True) as ledger:
        state = State(ledger.store.file("watch"))
        try:
            with _shown(state, len(sources.sources), as_json) as show:

                def tell(one: Any) -> object:
                    return show(ledger.outward.told(one))

                desk = LedgerDesk(ledger, reader(), tell)
                watch = Watch(sources, state, desk, tell=tell)
                with _stoppable(watch.stop.set):
                    watch.run(once=once)
        finally:
            state.close()
    remark(f"Stopped: {desk.account()}")


class LedgerDesk:
    """Takes into the ledger what a watch brings."""

    def __init__(self, ledger: Ledger, reader: Reader, tell: Callable[[Any], object]) -> None:
        from reportedly.ledger import Added

        self._ledger, self._reader, self._tell = ledger, reader, tell
        self._added = Added()

    def take(self, found: Iterable[Captured | Problem]) -> None:
        items = list(found)
        if not items:
            return
        added = self._ledger.add(items, self._reader, visits=True)
        self._added = _total(self._added, added)
        if added.revisions or added.problems:
            self._tell(added)

    def missed(self, pending: Pending) -> None:
        from reportedly.capture.watching import Happening
        from reportedly.model import NotFound

        report, at = pending.task.report, pending.missed_at
        if report is None or at is None:
            return
        with suppress(NotFound):  # redacted since
            status = self._ledger.note_unavailable(report, at, pending.why)
            self._tell(Happening(f"{at:%Y-%m-%dT%H:%M:%SZ}", "missed", pending.task.place, f"{pending.why}; {status}"))

    def account(self) -> str:
        """What came in since the start, in one sentence."""
        return account(self._added)


def _total(first: Any, second: Any) -> Any:
    """Both accounts as one, without the problems, which were told."""
    numbers = ("reports", "revisions", "unchanged", "seen", "claims")
    return type(first)(**{name: getattr(first, name) + getattr(second, name) for name in numbers})


@contextmanager
def _stoppable(stop: Callable[[], object]) -> Iterator[None]:
    """The first Ctrl-C or SIGTERM lets the work on its way be finished; the second Ctrl-C ends it at once."""

    def asked(number: int, frame: object) -> None:
        stop()
        remark("stopping when the answers on their way are in ...")
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _shown(state: State, sources: int, as_json: bool) -> Iterator[Callable[[Any], object]]:
    """How happenings are told: as JSON lines, on a live line of a terminal, or as remarks."""
    if as_json:
        yield lambda one: lines([one])
        return
    if not sys.stderr.isatty():
        yield _remarked
        return
    from rich.console import Console

    with Console(stderr=True).status(f"watching {plural(sources, 'source')}") as status:

        def told(one: Any) -> None:
            _remarked(one)
            articles, failing = state.counts()
            trouble = f", {failing} failing" if failing else ""
            status.update(f"watching {plural(sources, 'source')}, {plural(articles, 'article')} followed{trouble}")

        yield told


def _remarked(one: Any) -> None:
    """One line for whatever is worth a person's look."""
    from reportedly.capture.watching import Happening

    if not isinstance(one, Happening):
        remark(account(one))
        for problem in one.problems:
            remark(f"  {problem}")
    elif one.what in _WORTH_TELLING or one.new:
        remark(_line(one))


def _line(one: Happening) -> str:
    detail = f": {one.detail}" if one.detail else ""
    new = f", {one.new} new" if one.new else ""
    return plain(f"{minute(one.at)}  {one.what}  {one.place}{detail}{new}")

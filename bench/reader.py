"""`python -m bench.reader`: `read` beside the bare encoder on the same windows, cold start, peak memory, stages of `add`."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench._texts import articles, write_all
from reportedly.capture import capture
from reportedly.ledger import open_ledger
from reportedly.model import Observed, Reading, Revision
from reportedly.reading import Reader, default_reader
from reportedly.reading._network import Network
from reportedly.reading._windows import windows

RUNS = 3


class Clocked:
    """A reader that notes how long it was busy."""

    def __init__(self, inner: Reader) -> None:
        self.inner, self.seconds = inner, 0.0
        self.engine = inner.engine

    def read(self, revision: Revision) -> Reading:
        start = time.perf_counter()
        try:
            return self.inner.read(revision)
        finally:
            self.seconds += time.perf_counter() - start

    def read_all(self, revisions: Iterable[Revision]) -> Iterator[Reading]:
        return map(self.read, revisions)


def main() -> None:
    what, texts = articles()
    print(f"on {what}; one process, one thread; medians of {RUNS}")
    _cold_start()
    _help()
    _throughput(texts)
    _stages(texts)
    _memory("peak memory of this process, with all readings kept for linking")


def median(job: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _cold_start() -> None:
    bare = "from reportedly.reading._network import Network; Network(1)"
    whole = "from reportedly.reading import default_reader; default_reader()"
    a, b = (median(lambda code=code: subprocess.run([sys.executable, "-c", code], check=True)) for code in (bare, whole))  # type: ignore[misc]
    print(f"cold start: sessions and tokenizer {a:.2f} s, reader {b:.2f} s, ratio {b / a:.2f}")


def _help() -> None:
    bare, whole = ([sys.executable, "-c", "pass"], [sys.executable, "-m", "reportedly", "--help"])
    a, b = (median(lambda c=c: subprocess.run(c, check=True, capture_output=True), 5) for c in (bare, whole))  # type: ignore[misc]
    print(f"start-up: python {a:.3f} s, reportedly --help {b:.3f} s, difference {b - a:.3f} s")


def _throughput(texts: list[str]) -> None:
    reader = default_reader()
    revisions = [_revision(i, text) for i, text in enumerate(texts)]
    whole = median(lambda: _all(reader.read_all(revisions)))
    _memory("peak memory of reading")
    network = Network(1)  # only now: two of them are not what a reader takes
    cut = [w for text in texts for w in windows(text, network.tokenizer)]
    pieces = sum(len(w.ids) for w in cut)
    encoder = median(lambda: _all(network.tokens(w) for w in cut))
    print(f"bare encoder: {pieces / encoder:,.0f} word pieces/s")
    print(f"read: {len(texts) / whole:.1f} reports/s, {whole / encoder:.2f} x the encoder's time")


def _all(things: Iterable[object]) -> None:
    """Makes them all and keeps none: what a reader of an archive does, and what memory is measured by."""
    for _ in things:
        pass


def _memory(what: str) -> None:
    print(f"{what}: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _revision(i: int, text: str) -> Revision:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Revision(report=f"text:{i}", sha256="0" * 64, media_type="text/plain", captured_at=now, text=text, published_at=now)


def _stages(texts: list[str]) -> None:
    from reportedly.linking import link

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths = write_all(texts, folder)
        start = time.perf_counter()
        captured = list(capture(paths))
        capturing = time.perf_counter() - start
        reader = Clocked(default_reader())
        start = time.perf_counter()
        with open_ledger(folder / "bench.db") as ledger:
            ledger.add(captured, reader)
        adding = time.perf_counter() - start
        observed = [Observed(c.revision, reader.inner.read(c.revision)) for c in captured if not hasattr(c, "reason")]
        linking = median(lambda: link(observed), 1)
    total = capturing + adding
    rest = adding - reader.seconds - linking
    print(f"add: {len(texts) / total:.1f} reports/s; outside read {100 * (total - reader.seconds) / total:.0f} %", end="; ")
    parts = {"capture": capturing, "reading": reader.seconds, "linking": linking, "ledger": rest}
    print(", ".join(f"{name} {100 * seconds / total:.0f} %" for name, seconds in parts.items()))


if __name__ == "__main__":
    main()

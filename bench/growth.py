"""`python -m bench.growth [SIZE ...] [--keep LEDGER]`: what adding one report costs while the ledger grows, and memory.

The stream is generated with its readings (`_stream`), so that linking and storing alone are measured. At every size some reports
are added one at a time, each with its own transaction, checkpoint and relinking; the figure is their median. Default sizes 1000
and 10000; 100000 takes some 10 minutes on an idle core. With `--keep` the ledger stays, for `bench.desk` and `bench.export`.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench._stream import ByHand, TwoSides, captured
from reportedly.ledger import Ledger, open_ledger
from reportedly.linking import Linking

SIZES = (1_000, 10_000)
ONE_BY_ONE = 30
AT_ONCE = 1_000


def main(sizes: Sequence[int] = SIZES, keep: str | None = None) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_ledger(keep or Path(folder) / "desk.db", linker=Linking(TwoSides())) as ledger,
    ):
        first: float | None = None
        done, began = 0, time.process_time()
        for size in sorted(sizes):
            done = _grow(ledger, done, size)
            took = _one_by_one(ledger, done)
            done += ONE_BY_ONE
            first = first or took
            events, spent = ledger.listing(most=0).total, time.process_time() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{size:>7,} reports, {events:>6,} events: one more {1000 * took:6.1f} ms of CPU"
                f" ({took / first:.2f} x the first size); all so far {spent:,.0f} s,"
                f" {1000 * spent / done:.1f} ms a report; peak {peak:.0f} MB",
                flush=True,
            )


def _grow(ledger: Ledger, done: int, size: int) -> int:
    reader = ByHand()
    while done < size:
        count = min(AT_ONCE, size - done)
        ledger.add(captured(done, count), reader)
        done += count
    return done


def _one_by_one(ledger: Ledger, done: int) -> float:
    reader, took = ByHand(), []
    for number in range(done, done + ONE_BY_ONE):
        start = time.process_time()
        ledger.add(captured(number, 1), reader)
        took.append(time.process_time() - start)
    return statistics.median(took)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m bench.growth")
    asked.add_argument("sizes", nargs="*", type=int, default=SIZES)
    asked.add_argument("--keep", help="a file or a PostgreSQL address")
    main(**vars(asked.parse_args()))

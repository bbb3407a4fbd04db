"""`python -m tests.soak [--kills 200] [--on sqlite] [--on postgresql] [--on watch]`: processes killed at random moments.

Adds on both databases, and a watch over a local site whose articles change. After every kill of an add the log must be good;
after every few, the work is finished and all that the ledger holds must be equal to what an undisturbed ledger holds: nothing
lost, nothing twice. A watch must also have asked the same, at the same moments.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from reportedly.ledger.verify import verify
from tests.ledger.conftest import schema, server
from tests.soak._watching import gazette, killed_again_and_again, undisturbed
from tests.soak._work import done, in_a_child, killed, opened, told

IN_A_ROW = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="soak")
    parser.add_argument("--kills", type=int, default=200, help="of each kind")
    parser.add_argument("--on", action="append", choices=["sqlite", "postgresql", "watch"])
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    random.seed(options.seed)
    print(f"seed {options.seed}")
    for database in options.on or ["sqlite", "postgresql", "watch"]:
        if database == "postgresql" and server() is None:
            print("postgresql: skipped, no server answers (REPORTEDLY_TEST_PG)")
            continue
        with tempfile.TemporaryDirectory() as scratch:
            if database == "watch":
                _soak_watch(options.kills, Path(scratch))
            else:
                _soak(database, options.kills, Path(scratch))
    return 0


def _soak(database: str, wanted: int, scratch: Path) -> None:
    started = time.monotonic()
    for name in ("cv2", "alembic.command", "PIL.Image"):  # once, and not in every child
        with suppress(ImportError):
            import_module(name)
    with _place(database, scratch / "undisturbed.db") as place:
        opened(place, scratch / "undisturbed.db").close()
        before = time.monotonic()
        assert done(in_a_child(place, scratch / "undisturbed.db"))
        took = time.monotonic() - before
        with opened(place, scratch / "undisturbed.db") as ledger:
            expected = told(ledger)
    kills = rounds = 0
    while kills < wanted:
        rounds += 1
        beside = scratch / f"round{rounds}.db"
        with _place(database, beside) as place:
            for _ in range(min(IN_A_ROW, wanted - kills)):
                hit = killed(in_a_child(place, beside), took)
                kills += hit
                _still_good(place, beside, rounds)
                if not hit:  # it was done before
                    took *= 0.9
                    break
            assert done(in_a_child(place, beside)), f"round {rounds}: the work could not be finished"
            with opened(place, beside) as ledger:
                found = told(ledger)
                assert ledger.verify().good, f"round {rounds}: {ledger.verify().faults[0]}"
        for name, value in found.items():
            assert value == expected[name], f"round {rounds}: {name} differs"
        print(f"\r{database}: {kills} kills, {rounds} ledgers", end="", flush=True)
    seconds = time.monotonic() - started
    size = len(expected["entries"])
    print(f"\r{database}: {kills} kills in {rounds} ledgers of {size} entries, nothing lost, nothing twice; {seconds:.0f} s")


def _soak_watch(wanted: int, scratch: Path) -> None:
    started = time.monotonic()
    with gazette(scratch) as (clock, site):
        expected = undisturbed(clock, site, scratch / "undisturbed.db")
        kills = rounds = again = 0
        while kills < wanted:
            rounds += 1
            kills += killed_again_and_again(clock, site, scratch / f"round{rounds}.db", expected, wanted - kills)
            again += len(site.asked()) - len(expected.asked)
            print(f"\rwatch: {kills} kills, {rounds} ledgers", end="", flush=True)
    seconds = time.monotonic() - started
    size = len(expected.told["entries"])
    print(f"\rwatch: {kills} kills in {rounds} ledgers of {size} entries, nothing lost, nothing twice; {seconds:.0f} s")
    print(f"  {again} requests that were on their way at a kill were asked again, of {rounds * len(expected.asked)}")


def _still_good(place: str, beside: Path, number: int) -> None:
    """The log of a ledger whose process was just killed."""
    with opened(place, beside) as ledger:
        faults = verify(ledger.store).faults
        keys = [(entry.kind, entry.key) for entry in ledger.entries() if entry.kind in ("original", "revision", "fingerprint")]
    assert faults == (), f"round {number}: {faults[0]}"
    assert len(keys) == len(set(keys)), f"round {number}: something is in the log twice"


@contextmanager
def _place(database: str, path: Path) -> Iterator[str]:
    if database == "sqlite":
        yield str(path)
    else:
        with schema() as address:
            yield address


if __name__ == "__main__":
    sys.exit(main())

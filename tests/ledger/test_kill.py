"""A process killed at any moment of an `add` loses nothing and doubles nothing."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from reportedly.ledger import Ledger, open_ledger
from reportedly.ledger._rebuild import digests
from tests.fakes import FakeReader, fake_link, stream

REPORTS = 70
KILLS_EACH = 4
KILLS = 24

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def add_in_a_child(path: Path) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with open_ledger(path, linker=fake_link) as ledger:
                ledger.add(stream(REPORTS), FakeReader())
            code = 0
        finally:
            os._exit(code)
    return child


def told(ledger: Ledger) -> dict[str, Any]:
    """All that the ledger holds, without the times and salts of its making."""
    with ledger.store.read() as conn:
        views = digests(conn)
    bodies = [(entry.seq, entry.kind, entry.key, bytes(entry.body or b"")) for entry in ledger.entries()]
    originals = sorted(path.name for path in ledger.originals.folder.glob("??/*"))
    return {"entries": bodies, **views, "listed": ledger.events(), "originals": originals}


def killed_once(path: Path, longest: float) -> bool:
    """Whether the child was still at work when it was killed."""
    child = add_in_a_child(path)
    time.sleep(random.uniform(0, longest / 2))
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_killed_adds_end_in_the_same_ledger_as_an_undisturbed_one(tmp_path: Path) -> None:
    open_ledger(tmp_path / "warm.db", linker=fake_link).close()
    started = time.monotonic()
    _, status = os.waitpid(add_in_a_child(tmp_path / "undisturbed.db"), 0)
    took = time.monotonic() - started
    assert status == 0
    with open_ledger(tmp_path / "undisturbed.db", linker=fake_link) as ledger:
        expected = told(ledger)
        assert len(expected["entries"]) > REPORTS
    kills = rounds = 0
    while kills < KILLS:
        rounds += 1
        path = tmp_path / f"round{rounds}.db"
        kills += sum(killed_once(path, took) for _ in range(KILLS_EACH))
        with open_ledger(path, linker=fake_link) as ledger:
            ledger.add(stream(REPORTS), FakeReader())
            assert ledger.verify().faults == ()
            for name, value in told(ledger).items():
                assert value == expected[name], f"{name} in round {rounds}"
            assert ledger.rebuild().equal
    assert rounds <= KILLS, "hardly any kill hit a living process"

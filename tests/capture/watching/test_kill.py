"""A watch killed at any moment loses nothing, doubles nothing, and asks nothing twice but what was on its way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.soak._watching import PLACES, gazette, killed_again_and_again, undisturbed, versions
from tests.soak._work import opened

KILLS = 6

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def test_killed_watches_ask_and_keep_what_an_undisturbed_one_does(tmp_path: Path) -> None:
    with gazette(tmp_path) as (clock, site):
        expected = undisturbed(clock, site, tmp_path / "undisturbed.db")
        with opened(str(tmp_path / "undisturbed.db"), tmp_path / "undisturbed.db") as ledger:
            for number in range(len(PLACES)):
                shown = ledger.revisions(f"url:{site.url(f'/{number}')}")
                assert [one.title for one in shown] == versions(number)
        kills = rounds = 0
        while kills < KILLS and rounds < KILLS:
            rounds += 1
            kills += killed_again_and_again(clock, site, tmp_path / f"{rounds}.db", expected, KILLS - kills)
        assert kills, "no kill hit a living process"

"""A team with cheap hashes, a clock that is set by hand, and accounts of every role."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from reportedly.team import ROLES, Team
from reportedly.team._passwords import Passwords

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, span: timedelta) -> None:
        self.at += span


def secret_of(name: str) -> str:
    return f"a long word for {name}"


def people(path: Path, clock: Clock) -> Team:
    """One account of every role, named like it."""
    team = Team(path, Passwords(CHEAP), clock)
    for role in ROLES:
        team.add(role, role, secret_of(role))
    return team


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def team(tmp_path: Path, clock: Clock) -> Team:
    return people(tmp_path / "desk.db.team.db", clock)

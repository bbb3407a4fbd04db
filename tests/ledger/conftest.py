"""Every ledger test runs on SQLite, and on PostgreSQL where a server answers (REPORTEDLY_TEST_PG or a local one)."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from reportedly.ledger import Ledger, open_ledger
from tests.fakes import fake_link

LOCAL = "postgresql://127.0.0.1:5432/test"

Opener = Callable[..., Ledger]


@cache
def server() -> str | None:
    """The address of a PostgreSQL server that lets us in."""
    wanted = os.environ.get("REPORTEDLY_TEST_PG")
    for address in [wanted] if wanted else [LOCAL]:
        engine = _engine(address)
        try:
            with engine.connect():
                return address
        except sa.exc.OperationalError:
            if wanted:
                raise
        finally:
            engine.dispose()
    return None


def _engine(address: str) -> sa.Engine:
    url = sa.make_url(address).set(drivername="postgresql+psycopg")
    return sa.create_engine(url, poolclass=sa.NullPool, connect_args={"connect_timeout": 2})


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a new ledger may be made: a file, or a throwaway schema."""
    if request.param == "sqlite":
        yield str(tmp_path / "desk.db")
        return
    if server() is None:
        pytest.skip("no PostgreSQL server answers; set REPORTEDLY_TEST_PG to test on one")
    with schema() as address:
        yield address


@contextmanager
def schema() -> Iterator[str]:
    """The address of a throwaway schema on the server that `server` found."""
    address = server()
    assert address is not None
    name, engine = f"reportedly_{uuid.uuid4().hex[:12]}", _engine(address)
    with engine.begin() as conn:
        conn.execute(sa.schema.CreateSchema(name))
    yield sa.make_url(address).update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)
    with engine.begin() as conn:
        conn.execute(sa.schema.DropSchema(name, cascade=True))
    engine.dispose()


@pytest.fixture
def opener(place: str, tmp_path: Path) -> Opener:
    """Opens the ledger at the place, with the fake linker."""

    def opened(**options: Any) -> Ledger:
        return open_ledger(place, beside=tmp_path / "desk.db", **{"linker": fake_link, **options})

    return opened


@pytest.fixture
def ledger(opener: Opener) -> Iterator[Ledger]:
    with opener() as opened:
        yield opened

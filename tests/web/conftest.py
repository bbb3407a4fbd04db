"""A desk on the story's ledger, and a browser that talks to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from reportedly.ledger import Ledger, open_ledger
from reportedly.reading.places import Around, Gazetteer, build
from reportedly.web import create_app
from tests.places.conftest import rows
from tests.web.story import ScriptedReader, link, story

BASE = "http://127.0.0.1:8731"


def no_gazetteer() -> Around:
    raise AssertionError("this page needs no gazetteer")


def browser(ledger: Ledger, around: Callable[[], Around] = no_gazetteer) -> TestClient:
    """A client that asks by a name the desk knows, and shows the desk's errors as answers."""
    app = create_app(ledger, reader=ScriptedReader, around=around)
    return TestClient(app, base_url=BASE, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def around(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Around]:
    """A gazetteer of a few rows."""
    gazetteer = Gazetteer([build(tmp_path_factory.mktemp("around") / "small.db", rows=rows(), quiet=True)])
    yield Around(gazetteer)
    gazetteer.close()


def token(page: str) -> str:
    """The form token on a page."""
    found = re.search(r'name="token" value="([0-9a-f]+)"', page)
    assert found, "the page has no form"
    return found[1]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "desk.db", linker=link) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The story; only looked at."""
    with open_ledger(tmp_path_factory.mktemp("desk") / "desk.db", linker=link) as ledger:
        ledger.add(story(), ScriptedReader())
        yield ledger


@pytest.fixture
def ledger(empty: Ledger) -> Ledger:
    """The story; for tests that write."""
    empty.add(story(), ScriptedReader())
    return empty


@pytest.fixture(scope="session")
def desk(told: Ledger) -> TestClient:
    return browser(told)


@pytest.fixture
def event_id(told: Ledger) -> Callable[[str], str]:
    """The id of the event with this title."""
    return lambda title: next(event.id for event in told.events() if event.title == title)

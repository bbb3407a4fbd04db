"""robots.txt and the pause between requests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from reportedly.capture.fetching import Fetcher, Pace, Robots
from tests.web_server import Site, site


class Time:
    """A clock that a test moves; sleeping moves it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def clock(self) -> datetime:
        return datetime(2024, 3, 12, tzinfo=UTC) + timedelta(seconds=self.seconds)


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as made:
        yield made


def robots(server: Site, time: Time) -> Robots:
    return Robots(Fetcher(allowed=frozenset({server.host})), clock=time.clock)


def test_robots_txt_is_kept_to_and_asked_once_a_day(server: Site) -> None:
    text = "User-agent: *\nDisallow: /private\n\nUser-agent: reportedly\nDisallow: /no\nAllow: /no/but\nCrawl-delay: 7\n"
    server.page("/robots.txt", text, content_type="text/plain")
    time = Time()
    rules = robots(server, time)
    allowed = [rules.allows(server.url(path)) for path in ("/", "/private", "/no", "/no/but/this", "/no?x")]
    assert allowed == [True, True, False, True, False]
    assert rules.delay(server.url()) == 7.0
    assert server.paths() == ["/robots.txt"]
    time.seconds += 24 * 3600
    rules.allows(server.url())
    assert server.paths() == ["/robots.txt"] * 2


def test_a_site_without_robots_txt_allows_and_one_in_trouble_is_left_alone(server: Site) -> None:
    time = Time()
    assert robots(server, time).allows(server.url("/a"))
    server.page("/robots.txt", "busy", status="503 Busy")
    rules = robots(server, time)
    assert not rules.allows(server.url("/a"))
    server.page("/robots.txt", "User-agent: *\nCrawl-delay: 1e9\n")
    time.seconds += 1800
    assert rules.allows(server.url("/a"))
    assert rules.delay(server.url()) == 120.0


def test_robots_txt_that_is_no_text_allows(server: Site) -> None:
    server.page("/robots.txt", bytes(range(256)) * 4000)
    assert robots(server, Time()).allows(server.url("/a"))


def test_hosts_are_asked_with_a_gap_each_of_its_own() -> None:
    time = Time()
    pace = Pace(2.0, now=time.now, sleep=time.sleep)
    for url in ("http://a.example/1", "http://b.example/1", "http://A.example/2"):
        pace.wait(url)
    assert time.slept == [2.0]
    pace.asked("http://b.example/", 30)
    assert pace.pause("http://b.example/x") == 30
    assert pace.pause("http://c.example/") == 0

"""Newsroom time expressions, seen from a publication."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import When
from reportedly.reading.times import resolve

KYIV = ZoneInfo("Europe/Kyiv")
PUBLISHED = datetime(2024, 3, 12, 11, 45, tzinfo=UTC)  # a Tuesday


def when(words: str, published: datetime | None = PUBLISHED, **more: object) -> When:
    return resolve(words, 0, len(words), published_at=published, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        ("last night", "2024-03-11", "2024-03-11", 1),
        ("overnight", "2024-03-11", "2024-03-12", 1),
        ("overnight on 11-12 March", "2024-03-11", "2024-03-12", 1),
        ("overnight into Saturday", "2024-03-08", "2024-03-09", 1),
        ("on Monday", "2024-03-11", "2024-03-11", 1),
        ("Tuesday morning", "2024-03-12", "2024-03-12", 1),
        ("hours before dawn on Tuesday", "2024-03-12", "2024-03-12", 1),
        ("last Tuesday", "2024-03-05", "2024-03-05", 1),
        ("earlier today", "2024-03-12", "2024-03-12", 1),
        ("two days ago", "2024-03-10", "2024-03-10", 1),
        ("March 12", "2024-03-12", "2024-03-12", 1),
        ("12.03.2024", "2024-03-12", "2024-03-12", 1),
        ("Sept. 5", "2023-09-05", "2023-09-05", 1),
        ("since Friday", "2024-03-08", "2024-03-12", 2),
        ("between 3 and 5 March", "2024-03-03", "2024-03-05", 2),
        ("from Saturday to Monday", "2024-03-09", "2024-03-11", 2),
        ("in early February", "2024-02-01", "2024-02-10", 2),
        ("this week", "2024-03-11", "2024-03-12", 2),
        ("last week", "2024-03-04", "2024-03-10", 2),
        ("during the weekend", "2024-03-09", "2024-03-10", 1),
        ("last month", "2024-02-01", "2024-02-29", 3),
        ("in 2019", "2019-01-01", "2019-12-31", 3),
        ("three months ago", "2023-12-01", "2023-12-31", 3),
        ("the past 24 hours", "2024-03-11", "2024-03-12", 1),
        ("вчера", "2024-03-11", "2024-03-11", 1),
        ("в ночь на 12 марта", "2024-03-11", "2024-03-12", 1),
        ("у ніч на 12 березня", "2024-03-11", "2024-03-12", 1),
        ("два дня назад", "2024-03-10", "2024-03-10", 1),
        ("минулого тижня", "2024-03-04", "2024-03-10", 2),
        ("с пятницы", "2024-03-08", "2024-03-12", 2),
    ],
)
def test_past(words: str, first: str, last: str, precision: int) -> None:
    found = when(words)
    assert (found.first, found.last, found.time_precision) == (first, last, precision)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on Monday", "2024-03-18", "2024-03-18"),
        ("on Tuesday", "2024-03-12", "2024-03-12"),
        ("in May", "2024-05-01", "2024-05-31"),
        ("next week", "2024-03-18", "2024-03-24"),
        ("by 2038", "2024-03-12", "2038-12-31"),
        ("within ten days", "2024-03-12", "2024-03-22"),
        ("tomorrow", "2024-03-13", "2024-03-13"),
    ],
)
def test_ahead(words: str, first: str, last: str) -> None:
    found = when(words, past=False)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "in recent days",
        "31 June",
        "3/4/2024",
        "at the time of the siege",
        "that night",
        "5000 years ago",
        "99999999999 days ago",
        "in 9999999",
        "May 0",
    ],
)
def test_what_cannot_be_told_stays_open(words: str) -> None:
    found = when(words)
    assert (found.first, found.last, found.time_precision) == (None, None, None)


def test_a_moment_needs_a_clock_time_and_a_zone() -> None:
    assert when("at 4:30 am", zone=KYIV).first == "2024-03-12T04:30:00+02:00"
    assert when("at 4:30 am").first == "2024-03-12"
    assert when("around 4:30 am", zone=KYIV).first == "2024-03-12"
    assert when("between 09:00 and 11:00", zone=KYIV).first == "2024-03-12"


def test_a_clock_time_not_yet_reached_was_yesterday() -> None:
    assert when("at 11 p.m.").first == "2024-03-11"
    assert when("shortly before midnight").first == "2024-03-11"


def test_days_are_those_of_the_zone() -> None:
    late = datetime(2024, 3, 11, 23, 30, tzinfo=UTC)
    assert when("today", late, zone=KYIV).first == "2024-03-12"
    assert when("today", late).first == "2024-03-11"


def test_without_publication_only_full_dates_resolve() -> None:
    assert when("12 March 2024", None).first == "2024-03-12"
    assert when("in 1931", None).last == "1931-12-31"
    for words in ("yesterday", "on Monday", "12 March", "in May", "overnight"):
        assert when(words, None).first is None


def test_the_same_night_is_that_of_the_day_before_it_in_the_text() -> None:
    assert when("the same night", anchor=date(2024, 3, 7)).first == "2024-03-07"
    assert when("a day earlier", anchor=date(2024, 3, 7)).first == "2024-03-06"


def test_words_before_the_expression_give_its_direction() -> None:
    assert when("on Monday", past=False, before="The ministry announced").first == "2024-03-11"
    assert when("on Monday", past=False, before="The vote will be held").first == "2024-03-18"
    assert when("Friday", before="The bridge has been shut since").last == "2024-03-12"
    assert when("2015", before="Turnout was the lowest since").last == "2015-12-31"


@given(st.text(max_size=30), st.booleans())
def test_any_text_gives_an_ordered_interval_or_none(words: str, past: bool) -> None:
    found = when(words, past=past)
    assert found.text == words
    assert found.first is None or found.last is None or found.first <= found.last


@given(
    st.lists(
        st.sampled_from(
            "since until by before last next early Monday overnight 11 12 March 2024 night at 4:30 two weeks ago and to".split()
        ),
        max_size=6,
    )
)
def test_any_mixture_of_time_words_is_ordered(words: list[str]) -> None:
    found = when(" ".join(words))
    assert found.first is None or found.last is None or found.first <= found.last

"""Times and identities."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.capture._identity import clean_url, slug, telegram_id, text_id
from reportedly.capture._when import choose, moment


@pytest.mark.parametrize(
    ("text", "at", "day_only"),
    [
        ("2031-03-12T09:20:00+02:00", "2031-03-12T07:20:00Z", False),
        ("2031-03-12T09:20:00.123Z", "2031-03-12T09:20:00Z", False),
        ("2031-03-12T09:20:00+0200", "2031-03-12T07:20:00Z", False),
        ("2031-03-12 09:20:00 +02:00", "2031-03-12T07:20:00Z", False),
        ("2031-03-12", "2031-03-12T00:00:00Z", True),
        ("12 March 2031, 09:20 GMT", "2031-03-12T09:20:00Z", False),
        ("Wed, 12 Mar 2031 10:00:00 +0300", "2031-03-12T07:00:00Z", False),
        ("4:15 PM CET, March 12, 2031", "2031-03-12T15:15:00Z", False),
        ("12th March 2031", "2031-03-12T00:00:00Z", True),
        ("13/03/2031", "2031-03-13T00:00:00Z", True),
        ("2031-03-12T09:20:00", None, False),
        ("12.03.2031, 09:20", None, False),
        ("9999-12-31T23:59:59-12:00", None, False),
    ],
)
def test_moments(text: str, at: str | None, day_only: bool) -> None:
    found = moment(text)
    assert found
    assert (found.at, found.day_only) == (datetime.fromisoformat(at) if at else None, day_only)


@pytest.mark.parametrize(
    "text", ["", "03/12/2031", "March 2031", "31 February 2031", "99:99 12 March 20311", "soon", "2031-13-45"]
)
def test_what_is_no_date_stays_unknown(text: str) -> None:
    assert moment(text) is None


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.integers(-840, 840))
def test_iso_times_keep_their_moment(at: datetime, minutes: int) -> None:
    aware = at.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    found = moment(aware.isoformat())
    assert found
    assert found.at == aware


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = moment(text)
    assert found is None or found.at is None or found.at.tzinfo is UTC


def test_the_exact_time_wins_then_the_unknown_zone_then_the_day() -> None:
    exact, zoneless, day = "2031-03-12T09:20Z", "2031-03-12T09:21", "2031-03-13"
    assert choose("published", [day, zoneless, exact]) == (datetime(2031, 3, 12, 9, 20, tzinfo=UTC), ())
    assert choose("published", [day, None, zoneless]) == (None, (f"published: {zoneless}, zone unknown",))
    assert choose("published", ["soon", day]) == (datetime(2031, 3, 13, tzinfo=UTC), ("published: day only",))
    assert choose("published", ["soon", None]) == (None, ())


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("HTTPS://User@Example.COM:443/A/b?utm_source=x&id=7&fbclid=1#top", "https://example.com/A/b?id=7"),
        ("http://example.com", "http://example.com/"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("/relative", None),
        ("javascript:alert(1)", None),
        ("http://[broken", None),
    ],
)
def test_addresses_are_cleaned(url: str, clean: str | None) -> None:
    assert clean_url(url) == clean


@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(path: str) -> None:
    once = clean_url(f"https://example.com/{path}")
    assert once is None or clean_url(once) == once


def test_identities() -> None:
    assert telegram_id(-1004455667788, 5) == telegram_id("4455667788", "5") == "telegram:4455667788/5"
    assert telegram_id(-42, 5) == "telegram:42/5"
    assert (
        text_id(None, None, None, "It rained all night and nobody slept at all")
        == "text://it-rained-all-night-and-nobody-slept-at"
    )
    assert (
        text_id("Hafen-Blatt", datetime(2031, 5, 6, tzinfo=UTC), "Brücke “gesperrt”", "")
        == "text:hafen-blatt/2031-05-06/brucke-gesperrt"
    )
    assert slug("Governor’s word") == "governors-word"

"""Number expressions to low and high, and the nouns they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.reading.quantities import DEFAULT_TABLE, counted, digits, fitting, interval, tables


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("12", 12, 12),
        ("1,200", 1200, 1200),
        ("1 200", 1200, 1200),
        ("1.200.000", 1_200_000, 1_200_000),
        ("at least 12", 12, None),
        ("No fewer than 12", 12, None),
        ("more than 600", 600, None),
        ("20 or more", 20, None),
        ("up to 85", None, 85),
        ("as many as 40 million", None, 40_000_000),
        ("fewer than eight", None, 7),
        ("no more than 5", None, 5),
        ("about 3,000", 3000, 3000),
        ("between 300 and 1,000", 300, 1000),
        ("3-5", 3, 5),
        ("two or three", 2, 3),
        ("10 to 15 thousand", 10_000, 15_000),
        ("1.5k", 1500, 1500),
        ("$3.2m", 3_200_000, 3_200_000),
        ("a dozen", 12, 12),
        ("at least two dozen", 24, None),
        ("dozens of", 24, None),
        ("a few dozen", 24, 60),
        ("several", 3, None),
        ("scores", 40, None),
        ("several hundred", 200, None),
        ("Tens of thousands", 20_000, None),
        ("One thousand eight hundred and forty-four", 1844, 1844),
        ("a quarter of a million", 250_000, 250_000),
        ("ten lakh", 1_000_000, 1_000_000),
        ("no", 0, 0),
        ("not one", 0, 0),
        ("both", 2, 2),
        ("a", 1, 1),
        ("не менее 15", 15, None),
        ("более 1,2 тыс.", 1200, None),
        ("понад 300", 300, None),
        ("двоє", 2, 2),
        ("до 40", None, 40),
    ],
)
def test_interval(words: str, low: int | None, high: int | None) -> None:
    assert interval(words) == (low, high)


@pytest.mark.parametrize("words", ["", "-", "12th", "third", "45 %", "80 percent", "2024", "two-thirds", "most"])
def test_no_number_is_invented(words: str) -> None:
    assert interval(words) is None


def test_tables_differ_only_in_vague_words() -> None:
    assert interval("dozens", "acled-2023") == (12, None)
    assert interval("hundreds", "acled-2023") == (100, None)
    assert interval("several", "acled-2023") == interval("several")
    assert interval("14", "acled-2023") == (14, 14)
    assert DEFAULT_TABLE in tables()


@given(st.integers(0, 10**9).filter(lambda n: not 1900 < n < 2100))
def test_separators_do_not_change_a_number(n: int) -> None:
    assert interval(str(n)) == interval(f"{n:,}") == (n, n)


@given(st.text(max_size=40))
def test_any_text_gives_ordered_bounds_or_nothing(words: str) -> None:
    found = interval(words)
    assert found is None or None in found or found[0] <= found[1]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "end", "noun"),
    [
        ("14 soldiers were killed", 2, "soldiers"),
        ("14 Russian soldiers fled", 2, "Russian soldiers"),
        ("2 United Nations peacekeepers were wounded", 1, "United Nations peacekeepers"),
        ("dozens of attack drones over", 6, "attack drones"),
        ("14 were killed", 2, None),
        ("14, police said", 2, None),
        ("14 of the wounded", 2, None),
        ("14\n\nPolice", 2, None),
    ],
)
def test_counted(text: str, end: int, noun: str | None) -> None:
    assert counted(text, end) == noun


def test_digits_keep_the_rest() -> None:
    assert digits("twenty-one men and five women") == "21 men and 5 women"


@pytest.mark.parametrize(
    ("kind", "of", "expected"),
    [
        ("killed", "homes", "destroyed"),
        ("injured", "residential buildings", "destroyed"),
        ("destroyed", "soldiers", "killed"),
        ("killed", "people", "killed"),
        ("destroyed", "tanks", "destroyed"),
        ("captured", "tanks", "captured"),
        ("killed", None, "killed"),
    ],
)
def test_no_house_is_killed_and_nobody_is_destroyed(kind: str, of: str | None, expected: str) -> None:
    assert fitting(kind, of) == expected

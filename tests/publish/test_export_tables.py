"""The tidy tables: golden files, cells that no spreadsheet runs, and metadata that fits them."""

from __future__ import annotations

import csv
import io
import itertools
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import Event
from reportedly.publish import FORMATS, Content, restored, safe
from tests.publish.values import CONTENT, RAID, text_of

GOLDEN = Path(__file__).parent / "golden"
TABLES = ("claims.csv", "statements.csv", "events.csv", "origins.csv", "reports.csv", "points.csv")


def written(name: str, content: Content = CONTENT) -> str:
    return text_of(name, content)


def rows(name: str, content: Content = CONTENT) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(name, content), newline="")))


@pytest.mark.parametrize("name", [*TABLES, "csvw"])
def test_golden(name: str) -> None:
    assert written(name).encode() == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_and_every_cell_has_its_datatype(name: str) -> None:
    table = next(table for table in json.loads(written("csvw"))["tables"] if table["url"] == name)
    columns = {column["name"]: column for column in table["tableSchema"]["columns"]}
    found = rows(name)
    assert found
    for row in found:
        assert list(row) == list(columns)
        for column, cell in row.items():
            if cell and columns[column]["datatype"] in ("integer", "decimal"):
                float(cell)
            if cell and columns[column]["datatype"] == "boolean":
                assert cell in ("true", "false")
    keys = [tuple(row[key] for key in table["tableSchema"]["primaryKey"]) for row in found]
    assert len(set(keys)) == len(keys)
    assert all(column["dc:description"] for column in columns.values())


@pytest.mark.parametrize("name", TABLES)
def test_no_text_cell_is_a_formula(name: str) -> None:
    for row in rows(name):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


def test_formulas_in_the_ledger_are_quoted_and_come_back() -> None:
    claim = rows("claims.csv")[0]
    assert claim["text"] == "'-5 of them crossed"[:19]
    assert restored(claim["agents"]) == "=Legion()"
    assert rows("origins.csv")[1]["speaker"] == "'@governor"


@given(st.text(alphabet="'=+-@\t\rab\n\u00e9", max_size=8))
def test_safe_is_undone_by_restored_and_never_a_formula(text: str) -> None:
    assert restored(safe(text)) == text
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_minus_before_a_number_stays() -> None:
    place = msgspec.structs.replace(RAID.place, lat=-3.25) if RAID.place else None
    event = msgspec.structs.replace(RAID, place=place)
    assert rows("events.csv", Content(events=lambda: [event]))[0]["latitude"] == "-3.25"


def test_places_of_civilians_are_blurred_unless_exact() -> None:
    raid, killing, _ = rows("events.csv")
    assert (raid["latitude"], raid["coordinates_note"]) == ("51.28128", "")
    assert (killing["latitude"], killing["coordinates_note"]) == ("51.3", "rounded to protect people")
    exact = rows("events.csv", msgspec.structs.replace(CONTENT, exact=True))[1]
    assert (exact["latitude"], exact["longitude"], exact["coordinates_note"]) == ("51.28128", "34.29382", "")


def test_lists_keep_values_that_hold_the_separator_apart() -> None:
    assert rows("origins.csv")[1]["carriers"].split("|") == [
        "text:volga-wire/2024-03-12/no raid",
        "url:https://meridian.example/a%7Cb",
    ]


def test_a_table_is_written_row_by_row() -> None:
    endless = (msgspec.structs.replace(RAID, id=f"e{number}") for number in itertools.count())

    def events() -> itertools.chain[Event]:
        return itertools.chain(endless)

    first = list(itertools.islice(FORMATS["events.csv"].write(Content(events=events)), 4))
    assert [str(line).split(",")[0] for line in first] == ["event", "e0", "e1", "e2"]

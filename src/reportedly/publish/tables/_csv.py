"""CSV that spreadsheets cannot mistake for formulas, and its description as CSVW, from one list of columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, Literal, TypeVar

import msgspec

SEPARATOR = "|"
"""Between the values of a list in one cell; inside a value it is written `%7C`."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r"'+[=+\-@\t\r]")
Row = TypeVar("Row")
Datatype = Literal["string", "integer", "decimal", "boolean", "date", "dateTime"]


class Column(msgspec.Struct, Generic[Row], frozen=True):
    """One column: its name, what it means, its CSVW datatype, how a row gives its value (a tuple is a list)."""

    name: str
    about: str
    value: Callable[[Row], Any]
    datatype: Datatype = "string"
    many: bool = False


class Table(msgspec.Struct, Generic[Row], frozen=True, kw_only=True):
    """One table: a CSV or Parquet file. `key` names the columns that tell rows apart, if any do."""

    name: str
    about: str
    columns: tuple[Column[Row], ...]
    key: tuple[str, ...] = ()


def safe(text: str) -> str:
    """The text with a single quote before it when a spreadsheet would take it for a formula; `restored` undoes it."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(cell: str) -> str:
    """The text that `safe` was given."""
    return cell[1:] if _QUOTED.match(cell) else cell


def csv_lines(table: Table[Row], rows: Iterable[Row]) -> Iterator[str]:
    """The header and one record a row, RFC 4180; only one row is held at a time."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)

    def line(cells: Iterable[str]) -> str:
        writer.writerow(cells)
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    yield line(column.name for column in table.columns)
    for row in rows:
        yield line(_cell(column.value(row)) for column in table.columns)


def _cell(value: object) -> str:
    """Numbers as they are (a minus before a number is no formula), truth as true or false, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple):
        return safe(SEPARATOR.join(str(one).replace(SEPARATOR, "%7C") for one in value))
    return safe(str(value))


def csvw(tables: Iterable[Table[Any]]) -> dict[str, Any]:
    """The metadata of the tables, W3C CSV on the Web: every column with its meaning and datatype."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"], "quoteChar": '"', "doubleQuote": True},
        "rdfs:comment": (
            "A text cell that begins with = + - @, a tab or a carriage return has a single quote before it, so that no "
            "spreadsheet runs it; so has one that begins with single quotes and then one of these. Take one quote away to "
            "have the text back."
        ),
        "tables": [_described(table) for table in tables],
    }


def _described(table: Table[Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(column) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    return {"url": f"{table.name}.csv", "dc:description": table.about, "tableSchema": schema}


def _column(column: Column[Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.about,
        "datatype": column.datatype,
    }
    return described | {"separator": SEPARATOR} if column.many else described

"""What the ledger answers as frames of Polars or pandas, in the columns of the tidy tables (extras `frames`, `pandas`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any, Literal

from reportedly.ledger.values import LedgerClaim
from reportedly.model import Event, ReportedlyError
from reportedly.publish.tables import _tidy as tables
from reportedly.publish.tables._csv import Column, Table

Library = Literal["polars", "pandas"]
Rows = Literal["claims", "events", "points", "origins"]


def frame(
    found: Iterable[LedgerClaim] | Iterable[Event], rows: Rows | None = None, *, library: Library = "polars", exact: bool = False
) -> Any:
    """Claims or events as a frame with one row each; of events, with `rows`, one for each point's answer or each origin.

    The columns are those of `reportedly export` (docs/exports.md); lists stay lists, moments are in UTC, unknown is null
    (pandas: `NA`).
    Places of civilians are coarse unless `exact`. Raises ReportedlyError when the library is not installed.
    """
    values = list(found)
    kind = rows or ("claims" if values and isinstance(values[0], LedgerClaim) else "events")
    table, items = _table(kind, values, exact)
    columns = {column.name: [_cell(column, row) for row in items] for column in table.columns}
    module = _library(library)
    if library == "pandas":
        return module.DataFrame({c.name: module.Series(columns[c.name], dtype=_dtype(c)) for c in table.columns})
    return module.DataFrame(columns, schema={column.name: _kind(column, module) for column in table.columns})


def _table(kind: Rows, values: Sequence[Any], exact: bool) -> tuple[Table[Any], list[Any]]:
    wanted = LedgerClaim if kind == "claims" else Event
    if not all(isinstance(value, wanted) for value in values):
        raise ReportedlyError(f"{kind} are made of {wanted.__name__} values, such as those of Ledger.{_made_by(kind)}()")
    if kind == "claims":
        return tables.CLAIMS, list(tables.claim_rows(values, exact=exact))
    if kind == "events":
        return tables.EVENTS, list(tables.event_rows(values, exact=exact))
    if kind == "points":
        return tables.POINTS, list(tables.answer_rows(values))
    return tables.ORIGINS, list(tables.origin_rows(values))


def _made_by(kind: Rows) -> str:
    return "claims" if kind == "claims" else "events"


def _cell(column: Column[Any], row: Any) -> Any:
    value = column.value(row)
    if column.many:
        return [str(one) for one in value or ()]
    if value == "" or value is None:
        return None
    return datetime.fromisoformat(value) if column.datatype == "dateTime" else value


def _kind(column: Column[Any], polars: Any) -> Any:
    if column.many:
        return polars.List(polars.String)
    kinds = {
        "integer": polars.Int64,
        "decimal": polars.Float64,
        "boolean": polars.Boolean,
        "dateTime": polars.Datetime("us", "UTC"),
    }
    return kinds.get(column.datatype, polars.String)


def _dtype(column: Column[Any]) -> str:
    """pandas' types that know of unknown values: a whole number stays one where others are missing."""
    kinds = {"integer": "Int64", "decimal": "Float64", "boolean": "boolean", "dateTime": "datetime64[us, UTC]"}
    return "object" if column.many else kinds.get(column.datatype, "string")


def _library(name: Library) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise ReportedlyError(f"needs {name}: pip install {_INSTALL[name]}", where="frame") from error


_INSTALL = {"polars": "'reportedly[frames]'", "pandas": "'reportedly[pandas]'"}

"""Tables as Parquet: the same columns with real types, written a row group at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from reportedly._pieces import Pieces
from reportedly.publish.tables._csv import Column, Row, Table

if TYPE_CHECKING:
    import pyarrow as pa

GROUP = 5_000
"""Rows of one group: what is held in memory at once."""


def parquet_pieces(table: Table[Row], rows: Iterable[Row], *, loses: str) -> Iterator[bytes]:
    """The file in pieces, one a row group. What the table and its columns mean, and what it loses, is in its metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(table, loses=loses)
    sink = Pieces()
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for group in _groups(table, rows):
            arrays = [pa.array(cells, field.type) for cells, field in zip(group, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=GROUP)
            yield sink.drained()
    yield sink.drained()


def _groups(table: Table[Row], rows: Iterable[Row]) -> Iterator[list[list[Any]]]:
    """The cells of each group by column; of the rows themselves only one is held at a time."""
    stream = iter(rows)
    while True:
        group: list[list[Any]] = [[] for _ in table.columns]
        for row in islice(stream, GROUP):
            for column, cells in zip(table.columns, group, strict=True):
                cells.append(_cell(column, row))
        if not group[0]:
            return
        yield group


def arrow_schema(table: Table[Any], *, loses: str) -> pa.Schema:
    """The columns as Arrow has them, each with its meaning as `description`."""
    import pyarrow as pa

    types: dict[str, pa.DataType] = {
        "string": pa.string(),
        "integer": pa.int64(),
        "decimal": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "dateTime": pa.timestamp("us", tz="UTC"),
    }
    fields = []
    for column in table.columns:
        kind = pa.list_(pa.string()) if column.many else types[column.datatype]
        fields.append(pa.field(column.name, kind, metadata={"description": column.about}))
    return pa.schema(fields, metadata={"description": table.about, "loses": loses, "key": ",".join(table.key)})


def _cell(column: Column[Row], row: Row) -> Any:
    """The value as Arrow takes it; empty text means unknown, as in CSV."""
    value = column.value(row)
    if value is None or value == "":
        return None
    made = None if column.many else _MADE.get(column.datatype)
    return made(value) if made else value


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


_MADE: dict[str, Callable[[Any], Any]] = {"date": date.fromisoformat, "dateTime": _moment, "integer": int}

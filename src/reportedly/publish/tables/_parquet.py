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
    sink, stream = Pieces(), iter(rows)
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        while group := list(islice(stream, GROUP)):
            arrays = [_array(column, group, field.type) for column, field in zip(table.columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=GROUP)
            yield sink.drained()
    yield sink.drained()


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


def _array(column: Column[Row], rows: list[Row], kind: pa.DataType) -> pa.Array:
    import pyarrow as pa

    made = _MADE.get(column.datatype)
    values: Iterator[Any] = (_given(column.value(row)) for row in rows)
    if made and not column.many:
        values = (None if value is None else made(value) for value in values)
    return pa.array(values, kind)


def _given(value: Any) -> Any:
    """Empty text means unknown, as in CSV."""
    return None if value == "" else value


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


_MADE: dict[str, Callable[[Any], Any]] = {"date": date.fromisoformat, "dateTime": _moment, "integer": int}

"""Questions the user interface asks of a dataset version: its first rows, a column's values."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pyarrow.types as pt

from . import sources
from .columns import cells, describe, exact_cells
from .predicates import UnknownColumn, to_expression


def preview(body: dict[str, Any], parquet_fd: int) -> dict[str, Any]:
    """PreviewRequest → PreviewResponse: the first `limit` rows, reading no more row groups than that takes."""
    reader = pq.ParquetFile(sources.stream(parquet_fd))
    limit = body["limit"]
    batches: list[pa.RecordBatch] = []
    missing = limit
    if limit:
        for batch in reader.iter_batches(batch_size=limit, use_threads=False):
            batches.append(batch.slice(0, missing))
            missing -= batches[-1].num_rows
            if missing <= 0:
                break
    table = pa.Table.from_batches(batches, reader.schema_arrow)
    by_column = [exact_cells(column) for column in table.columns]
    return {
        "columns": describe(reader.schema_arrow),
        "rows": [list(row) for row in zip(*by_column)],
        "totalRows": reader.metadata.num_rows,
    }


def values(body: dict[str, Any], parquet_fd: int) -> dict[str, Any]:
    """ValuesRequest → ValuesResponse, of the rows that pass `predicates`: most frequent first, then by value. Raises UnknownColumn."""
    reader = pq.ParquetFile(sources.stream(parquet_fd))
    name = body["column"]
    if name not in reader.schema_arrow.names:
        raise UnknownColumn(name, reader.schema_arrow.names)
    keep = to_expression(body.get("predicates", []), reader.schema_arrow)
    if keep is None:
        column = reader.read(columns=[name], use_threads=False).column(0)
    else:
        column = _kept(reader, name, body["predicates"], keep)
    if pt.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pt.is_floating(column.type):
        # One empty cell, whichever way it was written.
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)

    counted = pc.value_counts(column)
    found = pa.table({"value": counted.field("values"), "count": counted.field("counts")})
    if body["query"]:
        shown = found["value"]
        if not pt.is_string(shown.type):
            shown = pa.array([None if cell is None else _shown(cell) for cell in cells(shown)], pa.string())
        found = found.filter(pc.match_substring(shown, pattern=body["query"], ignore_case=True))
    # The empty cell, a null, comes after the values it ties with.
    order = pc.sort_indices(found, sort_keys=[("count", "descending"), ("value", "ascending")])
    top = found.take(order[: body["limit"]])
    lowest, highest = _extent(column)
    return {
        "values": [{"value": value, "count": count} for value, count in zip(cells(top["value"]), top["count"].to_pylist())],
        "totalValues": found.num_rows,
        "min": lowest,
        "max": highest,
    }


def _kept(reader: pq.ParquetFile, name: str, predicates: list[dict[str, Any]], keep: pc.Expression) -> pa.ChunkedArray:
    needed = list(dict.fromkeys([name, *(predicate["column"] for predicate in predicates)]))
    rows = ds.InMemoryDataset(reader.read(columns=needed, use_threads=False))
    return rows.scanner(columns=[name], filter=keep, use_threads=False).to_table().column(0)


def _shown(cell: Any) -> str:
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _extent(column: pa.ChunkedArray) -> tuple[Any, Any]:
    arrow_type = column.type
    ordered = pt.is_integer(arrow_type) or pt.is_floating(arrow_type) or pt.is_decimal(arrow_type) or pt.is_temporal(arrow_type)
    if not ordered or column.null_count == len(column):
        return None, None
    extent = pc.min_max(column)
    ends = _pair(extent, arrow_type) if pt.is_timestamp(arrow_type) else pa.array([extent["min"].as_py(), extent["max"].as_py()], arrow_type)
    low, high = cells(ends)
    return low, high


def _pair(extent: pa.StructScalar, arrow_type: pa.DataType) -> pa.Array:
    # Through integers: Python's datetime has no nanoseconds.
    ticks = [extent["min"].cast(pa.int64()).as_py(), extent["max"].cast(pa.int64()).as_py()]
    return pa.array(ticks, pa.int64()).cast(arrow_type)

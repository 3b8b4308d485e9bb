"""What each column of a Parquet file holds: nulls, distinct and frequent values, range, spread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from . import sources
from .column_summary import ColumnSummary
from .row_group_writer import ROW_GROUP_BYTES, ROW_GROUP_ROWS

WORKERS = 3
# So many columns are in memory at once, a chunk of each.
COLUMNS_AT_ONCE = 24
# Decoded columns up to this size are kept for their second look instead of being read again.
MAX_KEPT_BYTES = 256 * 1024 * 1024

Progress = Callable[[int, int], None]


def profile(parquet_fd: int, progress: Progress = lambda done, total: None) -> dict[str, Any]:
    """DataProfile of a Parquet file with unique column names, reading all of it once and some of it twice.

    `progress` hears of columns done and all columns. Memory is bounded by a few chunks of columns, whatever the
    number of columns and rows.
    """
    schema = pq.read_schema(sources.stream(parquet_fd))
    names = schema.names
    columns: list[dict[str, Any]] = []
    rows = pq.ParquetFile(sources.stream(parquet_fd)).metadata.num_rows
    with ThreadPoolExecutor(WORKERS) as pool:
        for start in range(0, len(names), COLUMNS_AT_ONCE):
            columns += _some(parquet_fd, schema, names[start : start + COLUMNS_AT_ONCE], pool)
            progress(len(columns), len(names))
    return {"rowCount": rows, "columns": columns}


def _some(parquet_fd: int, schema: pa.Schema, names: list[str], pool: ThreadPoolExecutor) -> list[dict[str, Any]]:
    summaries = {name: ColumnSummary(name, schema.field(name).type) for name in names}
    kept: list[pa.RecordBatch] | None = []
    kept_bytes = 0
    for batch in _ahead(_chunks(parquet_fd, names), pool):
        list(pool.map(lambda name: summaries[name].add(batch.column(name)), names))
        kept_bytes += batch.nbytes
        if kept is not None:
            kept = [*kept, batch] if kept_bytes <= MAX_KEPT_BYTES else None
    again = [name for name, wants in zip(names, pool.map(lambda name: summaries[name].wants_second_look, names)) if wants]
    if again:
        for batch in kept if kept is not None else _ahead(_chunks(parquet_fd, again), pool):
            list(pool.map(lambda name: summaries[name].look_again(batch.column(name)), again))
    return list(pool.map(lambda name: summaries[name].to_json(), names))


def _chunks(parquet_fd: int, names: list[str]) -> Iterator[pa.RecordBatch]:
    reader = pq.ParquetFile(sources.stream(parquet_fd))
    for number in range(reader.num_row_groups):
        group = reader.metadata.row_group(number)
        if group.num_rows <= ROW_GROUP_ROWS and group.total_byte_size <= ROW_GROUP_BYTES:
            # Our own layout: faster in one piece.
            yield from reader.read_row_group(number, columns=names, use_threads=False).combine_chunks().to_batches()
        else:
            yield from reader.iter_batches(batch_size=ROW_GROUP_ROWS, row_groups=[number], columns=names, use_threads=False)


def _ahead(items: Iterator[Any], pool: ThreadPoolExecutor) -> Iterator[Any]:
    """The same items, the next one being made while the caller works on this one."""
    coming = pool.submit(next, items, None)
    while (item := coming.result()) is not None:
        coming = pool.submit(next, items, None)
        yield item

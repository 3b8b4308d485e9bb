"""What each column of a table holds: nulls, distinct and frequent values, range, spread."""

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
# So many columns are looked at together: what is held of each is bounded, and so is the whole.
COLUMNS_AT_ONCE = 64

Progress = Callable[[int, int], None]
TakeRows = Callable[[pa.Table], None]


class Profiler:
    """Looks on while a file is written, so that it need not be read again."""

    def __init__(self) -> None:
        self._summaries: dict[str, ColumnSummary] | None = None

    def begin(self, schema: pa.Schema) -> TakeRows | None:
        """Forget what was seen, and look at rows of this schema; None: there are so many columns that the file must be read for it."""
        self._summaries = _summaries(schema, schema.names) if len(schema) <= COLUMNS_AT_ONCE else None
        return None if self._summaries is None else self._take

    def _take(self, rows: pa.Table) -> None:
        for name, summary in (self._summaries or {}).items():
            values = rows.column(name)
            # In one piece: each of its many small ones would cost as much as all of it. Combining one copies it.
            pieces = values if values.num_chunks == 1 else values.combine_chunks()
            for chunk in pieces.chunks if isinstance(pieces, pa.ChunkedArray) else [pieces]:
                summary.add(chunk)

    def finish(self, parquet_fd: int, progress: Progress) -> dict[str, Any]:
        """DataProfile of the file, all of whose rows were seen, in whatever order."""
        if self._summaries is None:
            return profile(parquet_fd, progress)
        rows = pq.ParquetFile(sources.stream(parquet_fd)).metadata.num_rows
        with ThreadPoolExecutor(WORKERS) as pool:
            return {"rowCount": rows, "columns": _finished(parquet_fd, self._summaries, pool)}


def profile(parquet_fd: int, progress: Progress = lambda done, total: None) -> dict[str, Any]:
    """DataProfile of a Parquet file with unique column names, reading all of it once and some of it twice.

    `progress` hears of columns done and all columns. Memory is bounded by a few chunks of some columns, whatever the
    number of columns and rows.
    """
    reader = pq.ParquetFile(sources.stream(parquet_fd))
    schema = reader.schema_arrow
    columns: list[dict[str, Any]] = []
    with ThreadPoolExecutor(WORKERS) as pool:
        for start in range(0, len(schema), COLUMNS_AT_ONCE):
            summaries = _summaries(schema, schema.names[start : start + COLUMNS_AT_ONCE])
            for batch in _ahead(_chunks(parquet_fd, [*summaries]), pool):
                list(pool.map(lambda name: summaries[name].add(batch.column(name)), summaries))
            columns += _finished(parquet_fd, summaries, pool)
            progress(len(columns), len(schema))
    return {"rowCount": reader.metadata.num_rows, "columns": columns}


def _summaries(schema: pa.Schema, names: list[str]) -> dict[str, ColumnSummary]:
    return {name: ColumnSummary(name, schema.field(name).type) for name in names}


def _finished(parquet_fd: int, summaries: dict[str, ColumnSummary], pool: ThreadPoolExecutor) -> list[dict[str, Any]]:
    again = [name for name, summary in summaries.items() if summary.wants_second_look]
    if again:
        for batch in _ahead(_chunks(parquet_fd, again), pool):
            list(pool.map(lambda name: summaries[name].look_again(batch.column(name)), again))
    return list(pool.map(lambda summary: summary.to_json(), summaries.values()))


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

"""Filter and projection of a dataset version, once for all cards that want the same rows."""

from __future__ import annotations

import os
from collections import OrderedDict
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from . import sources
from .predicates import UnknownColumn, to_expression

__all__ = ["UnknownColumn", "cached_bytes", "set_cache_limit", "slice"]

# A string array holds at most 2 GB; a batch must stay well below that.
MAX_SINGLE_BATCH_BYTES = 1_000_000_000


class ColumnCache:
    """Decoded columns of recent sources, least recently used out first, bounded by bytes."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self._columns: OrderedDict[tuple[str, str], pa.ChunkedArray] = OrderedDict()
        self._held_bytes = 0

    def get(self, source_key: str, name: str) -> pa.ChunkedArray | None:
        column = self._columns.get((source_key, name))
        if column is not None:
            self._columns.move_to_end((source_key, name))
        return column

    def clear(self) -> None:
        self._columns.clear()
        self._held_bytes = 0

    @property
    def held_bytes(self) -> int:
        return self._held_bytes

    def put(self, source_key: str, name: str, column: pa.ChunkedArray) -> None:
        self._columns[(source_key, name)] = column
        self._held_bytes += column.nbytes
        while self._held_bytes > self.limit_bytes and self._columns:
            _, dropped = self._columns.popitem(last=False)
            self._held_bytes -= dropped.nbytes


_cache = ColumnCache(limit_bytes=1024**3)


def set_cache_limit(limit_bytes: int) -> None:
    """How many bytes of decoded columns stay warm between calls."""
    _cache.limit_bytes = limit_bytes


def cached_bytes() -> int:
    """How many bytes of decoded columns are warm now."""
    return _cache.held_bytes


def slice(source_key: str, parquet_fd: int, predicates: list[dict[str, Any]], columns: list[str] | None, out_fd: int) -> dict[str, int]:
    """Write the rows that pass and the columns asked for as uncompressed Arrow IPC to `out_fd`.

    `source_key` names the dataset version, for the cache. Returns `{inputRows, filteredRows,
    sizeBytes}`. Raises UnknownColumn.
    """
    reader = pq.ParquetFile(sources.stream(parquet_fd))
    schema = reader.schema_arrow
    wanted = schema.names if columns is None else list(dict.fromkeys(columns))
    for name in wanted:
        if name not in schema.names:
            raise UnknownColumn(name, schema.names)
    expression = to_expression(predicates, schema)
    needed = list(dict.fromkeys([*wanted, *(predicate["column"] for predicate in predicates)]))
    input_rows = reader.metadata.num_rows

    # Columns that would push out all others are not worth keeping, nor is there room for them twice.
    batches = None
    if _decoded_bytes(reader, needed) <= _cache.limit_bytes // 2:
        batches = _from_memory(source_key, reader, needed, wanted, expression)
    if batches is None:
        batches = _scan(parquet_fd, wanted, expression)

    out_schema = sources.with_source_columns(pa.schema([schema.field(name) for name in wanted]), schema.names)
    filtered_rows = _write(batches, out_schema, out_fd) if wanted else input_rows
    return {"inputRows": input_rows, "filteredRows": filtered_rows, "sizeBytes": os.fstat(out_fd).st_size}


def _decoded_bytes(reader: pq.ParquetFile, names: list[str]) -> int:
    # Parquet's own "uncompressed" size still has dictionaries folded in, so plain widths set the floor.
    wanted = set(names)
    metadata = reader.metadata
    encoded = 0
    for group in range(metadata.num_row_groups):
        for index in range(metadata.num_columns):
            column = metadata.row_group(group).column(index)
            if column.path_in_schema.split(".")[0] in wanted:
                encoded += column.total_uncompressed_size
    return max(encoded, metadata.num_rows * 8 * len(wanted))


def _from_memory(source_key: str, reader: pq.ParquetFile, needed: list[str], wanted: list[str], expression: Any) -> list[pa.RecordBatch] | None:
    try:
        table = _warm_table(source_key, reader, needed)
        kept = table if expression is None else table.filter(expression)
        return _whole(kept.select(wanted))
    except MemoryError:
        # Text unfolds to more than its estimate. A scan needs little memory, once the cache has let go of its own.
        _cache.clear()
        return None


def _warm_table(source_key: str, reader: pq.ParquetFile, names: list[str]) -> pa.Table:
    columns = {name: _cache.get(source_key, name) for name in names}
    missing = [name for name, column in columns.items() if column is None]
    if missing:
        loaded = reader.read(columns=missing, use_threads=False)
        for name in missing:
            columns[name] = loaded.column(name)
            _cache.put(source_key, name, columns[name])
    return pa.table(columns, schema=pa.schema([reader.schema_arrow.field(name) for name in names]))


def _whole(table: pa.Table) -> list[pa.RecordBatch]:
    # One batch lets a card use numbers straight from the mapped file, without putting chunks together first.
    return (table.combine_chunks() if table.nbytes < MAX_SINGLE_BATCH_BYTES else table).to_batches()


def _scan(parquet_fd: int, columns: list[str], expression: Any) -> Any:
    fragment = ds.ParquetFileFormat().make_fragment(sources.stream(parquet_fd))
    return fragment.scanner(columns=columns, filter=expression, use_threads=False, batch_readahead=1, fragment_readahead=1).to_batches()


def _write(batches: Any, schema: pa.Schema, out_fd: int) -> int:
    rows = 0
    with os.fdopen(os.dup(out_fd), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for batch in batches:
            if batch.num_rows:
                rows += batch.num_rows
                writer.write_batch(batch.replace_schema_metadata(None))
    return rows

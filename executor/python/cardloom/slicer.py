"""Filter and projection of a dataset version, once for all cards that want the same rows."""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from . import sources
from .column_cache import ColumnCache
from .kept_rows import kept_rows
from .predicates import UnknownColumn, to_expression

__all__ = ["UnknownColumn", "cached_bytes", "set_cache_limit", "slice"]

# A string array holds at most 2 GB; a batch must stay well below that.
MAX_SINGLE_BATCH_BYTES = 1_000_000_000
MAX_KNOWN_SOURCES = 200
# No column has this name: it is what a filter left, by row number.
KEPT_ROWS = "\0kept rows"


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
    source = _open(source_key, parquet_fd)
    schema = source.schema
    wanted = schema.names if columns is None else list(dict.fromkeys(columns))
    for name in wanted:
        if name not in source.decoded_bytes:
            raise UnknownColumn(name, schema.names)
    expression = to_expression(predicates, schema)

    # Columns that would push out all others are not worth keeping, nor is there room for them twice.
    batches = None
    needed_bytes = sum(source.decoded_bytes[name] for name in {*wanted, *(one["column"] for one in predicates)})
    if wanted and needed_bytes <= _cache.limit_bytes // 2:
        batches = _from_memory(source_key, source, parquet_fd, wanted, predicates)
    if batches is None:
        batches = _scan(parquet_fd, wanted, expression)

    out_schema = sources.with_source_columns(pa.schema([schema.field(name) for name in wanted]), schema.names)
    filtered_rows = _write(batches, out_schema, out_fd) if wanted else source.rows
    return {"inputRows": source.rows, "filteredRows": filtered_rows, "sizeBytes": os.fstat(out_fd).st_size}


@dataclass(frozen=True)
class _Source:
    """What a Parquet file's footer says; reading it again for each slice would cost more than the slice."""

    schema: pa.Schema
    rows: int
    decoded_bytes: dict[str, int]
    """By column, estimated from above the encoded size."""


_sources: OrderedDict[str, _Source] = OrderedDict()


def _open(source_key: str, parquet_fd: int) -> _Source:
    source = _sources.get(source_key)
    if source is None:
        reader = pq.ParquetFile(sources.stream(parquet_fd))
        schema = reader.schema_arrow
        source = _Source(schema, reader.metadata.num_rows, _decoded_bytes(reader.metadata, schema.names))
        _sources[source_key] = source
        if len(_sources) > MAX_KNOWN_SOURCES:
            _sources.popitem(last=False)
    _sources.move_to_end(source_key)
    return source


def _decoded_bytes(metadata: Any, names: list[str]) -> dict[str, int]:
    # Parquet's own "uncompressed" size still has dictionaries folded in, so plain widths set the floor.
    encoded = dict.fromkeys(names, 0)
    for group in range(metadata.num_row_groups):
        row_group = metadata.row_group(group)
        for index in range(metadata.num_columns):
            column = row_group.column(index)
            name = column.path_in_schema.split(".")[0]
            encoded[name if name in encoded else column.path_in_schema] += column.total_uncompressed_size
    return {name: max(size_bytes, metadata.num_rows * 8) for name, size_bytes in encoded.items()}


def _from_memory(
    source_key: str, source: _Source, parquet_fd: int, wanted: list[str], predicates: list[dict[str, Any]]
) -> list[pa.RecordBatch] | None:
    try:
        columns = _whole_columns(source_key, parquet_fd, wanted)
        if predicates:
            kept = _kept(source_key, source, parquet_fd, predicates)
            # Not kept: whoever wants the same rows of the same column is given the file that is written now.
            columns = {name: _take(column, kept) for name, column in columns.items()}
        return _batches(pa.table(columns, schema=pa.schema([source.schema.field(name) for name in wanted])))
    except MemoryError:
        # Text unfolds to more than its estimate. A scan needs little memory, once the cache has let go of its own.
        _cache.clear()
        return None


def _whole_columns(source_key: str, parquet_fd: int, names: list[str]) -> dict[str, pa.ChunkedArray]:
    scope = (source_key, "")
    columns = {name: _cache.get(scope, name) for name in names}
    missing = [name for name, column in columns.items() if column is None]
    if missing:
        loaded = pq.ParquetFile(sources.stream(parquet_fd)).read(columns=missing, use_threads=False)
        for name in missing:
            columns[name] = _in_one_piece(loaded.column(name))
            _cache.put(scope, name, columns[name])
    return columns


def _kept(source_key: str, source: _Source, parquet_fd: int, predicates: list[dict[str, Any]]) -> pa.ChunkedArray:
    scope = (source_key, json.dumps(predicates))
    kept = _cache.get(scope, KEPT_ROWS)
    if kept is None:
        kept = kept_rows(source_key, predicates, source.schema, lambda names: _whole_columns(source_key, parquet_fd, names), _cache)
        _cache.put(scope, KEPT_ROWS, kept)
    return kept


def _take(column: pa.ChunkedArray, kept: pa.ChunkedArray) -> pa.ChunkedArray:
    if len(kept) == len(column):
        return column
    if len(kept):
        first, last = kept[0].as_py(), kept[-1].as_py()
        # A date range on data sorted by date: rows in a row need no copy.
        if last - first + 1 == len(kept):
            return column.slice(first, len(kept))
    return column.take(kept.chunk(0))


def _in_one_piece(column: pa.ChunkedArray) -> pa.ChunkedArray:
    # Numbers in one piece are used by a card straight from the mapped file, and rows are taken from it several times
    # as fast.
    if column.num_chunks == 1 or column.nbytes >= MAX_SINGLE_BATCH_BYTES:
        return column
    return pa.chunked_array([column.combine_chunks()], column.type)


def _batches(table: pa.Table) -> list[pa.RecordBatch]:
    return (table.combine_chunks() if table.nbytes < MAX_SINGLE_BATCH_BYTES else table).to_batches()


def _scan(parquet_fd: int, columns: list[str], expression: Any) -> Any:
    fragment = ds.ParquetFileFormat().make_fragment(sources.stream(parquet_fd))
    return fragment.scanner(columns=columns, filter=expression, use_threads=False, batch_readahead=1, fragment_readahead=1).to_batches()


def _write(batches: Any, schema: pa.Schema, out_fd: int) -> int:
    rows = 0
    with pa.PythonFile(sources.DescriptorSink(out_fd), mode="w") as sink, pa.ipc.new_file(sink, schema) as writer:
        for batch in batches:
            if batch.num_rows:
                rows += batch.num_rows
                writer.write_batch(batch.replace_schema_metadata(None))
    return rows

"""A Parquet file written in row groups, in the background."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ROW_GROUP_ROWS = 122_880
ROW_GROUP_BYTES = 256 * 1024 * 1024
_SAMPLE_ROWS = 20_000
# A dictionary is worth its making where each of its values stands for several; else it costs time and room.
_DICTIONARY_SHARE = 0.1


class RowGroupWriter:
    """Parquet in row groups of 122,880 rows, or fewer where rows are very wide. `on_rows` is shown all that is written."""

    def __init__(self, path: str, schema: pa.Schema, pool: ThreadPoolExecutor, on_rows: Callable[[pa.Table], None] | None = None) -> None:
        self._path = path
        self._pool = pool
        self._on_rows = on_rows
        self._writing: list[Future[None]] = []
        self._schema = schema
        self._writer: pq.ParquetWriter | None = None
        self._coded: list[str] = []
        self._held: list[pa.Table] = []
        self._held_rows = 0
        self._held_bytes = 0
        self.row_groups = 0

    def add(self, table: pa.Table) -> None:
        """Take the next rows."""
        self._held.append(table)
        self._held_rows += table.num_rows
        self._held_bytes += table.nbytes
        if self._held_rows >= ROW_GROUP_ROWS or self._held_bytes >= ROW_GROUP_BYTES:
            self._flush(keep_rest=self._held_rows >= ROW_GROUP_ROWS)

    def _flush(self, keep_rest: bool) -> None:
        table = pa.concat_tables(self._held)
        whole = table.num_rows - table.num_rows % ROW_GROUP_ROWS if keep_rest else table.num_rows
        if whole:
            writer = self._open(table)
            rows = self._with_codes(table.slice(0, whole))
            self._wait()
            self._writing = [self._pool.submit(writer.write_table, rows, row_group_size=ROW_GROUP_ROWS)]
            if self._on_rows is not None:
                self._writing.append(self._pool.submit(self._on_rows, rows))
            self.row_groups += -(-whole // ROW_GROUP_ROWS)
        rest = table.slice(whole)
        self._held, self._held_rows, self._held_bytes = ([rest], rest.num_rows, rest.nbytes) if rest.num_rows else ([], 0, 0)

    def _open(self, sample: pa.Table) -> pq.ParquetWriter:
        if self._writer is None:
            repeating = [field.name for field, column in zip(self._schema, sample.columns) if _repeats(column)]
            self._coded = [name for name in repeating if pa.types.is_string(self._schema.field(name).type)]
            self._writer = _writer(self._path, self._schema, repeating, self._coded)
        return self._writer

    def _with_codes(self, rows: pa.Table) -> pa.Table:
        """The rows with repeating texts as numbers into a list of them: found once, for who writes and who looks on."""
        for name in self._coded:
            at = self._schema.get_field_index(name)
            rows = rows.set_column(at, name, rows.column(at).dictionary_encode())
        return rows

    def _wait(self) -> None:
        # One write at a time: the next waits, so that memory stays bounded, and hears of its failure.
        for one in self._writing:
            one.result()
        self._writing = []

    def close(self) -> None:
        """Write what is left and the footer."""
        if self._held:
            self._flush(keep_rest=False)
        self._wait()
        self._open(self._schema.empty_table()).close()

    def abandon(self) -> None:
        """Give up a file whose types turned out wrong."""
        self._held = []
        self._wait()
        if self._writer is not None:
            self._writer.close()
            os.remove(self._path)


def _writer(path: str, schema: pa.Schema, repeating: list[str], coded: list[str]) -> pq.ParquetWriter:
    encodings = {field.name: encoding for field in schema if field.name not in repeating and (encoding := _encoding(field.type))}
    given = pa.schema([pa.field(field.name, pa.dictionary(pa.int32(), field.type)) if field.name in coded else field for field in schema])
    # Without Arrow's own note of the types, readers would be told of the codes; Parquet's types say all that ours are.
    return pq.ParquetWriter(path, given, compression="zstd", use_dictionary=repeating, column_encoding=encodings, write_statistics=True, store_schema=False)


def _encoding(arrow_type: pa.DataType) -> str | None:
    """Smaller and quicker than plain values. DuckDB reads byte stream split of floating point only."""
    if pa.types.is_floating(arrow_type):
        return "BYTE_STREAM_SPLIT"
    return "DELTA_BINARY_PACKED" if pa.types.is_integer(arrow_type) or pa.types.is_temporal(arrow_type) else None


def _repeats(column: pa.ChunkedArray) -> bool:
    sample = column.slice(0, _SAMPLE_ROWS)
    return len(sample) == 0 or pc.count_distinct(sample, mode="all").as_py() <= max(1, len(sample) * _DICTIONARY_SHARE)

"""A Parquet file written in row groups, in the background."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor

import pyarrow as pa
import pyarrow.parquet as pq

ROW_GROUP_ROWS = 122_880
ROW_GROUP_BYTES = 256 * 1024 * 1024


class RowGroupWriter:
    """Parquet in row groups of 122,880 rows, or fewer where rows are very wide."""

    def __init__(self, path: str, schema: pa.Schema, pool: ThreadPoolExecutor) -> None:
        self._path = path
        self._pool = pool
        self._writing: Future[None] | None = None
        self._schema = schema
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", write_statistics=True)
        self._held: list[pa.Table] = []
        self._held_rows = 0
        self._held_bytes = 0

    def add(self, columns: list[pa.Array]) -> None:
        """Take a batch of converted columns."""
        table = pa.Table.from_arrays(columns, schema=self._schema)
        self._held.append(table)
        self._held_rows += table.num_rows
        self._held_bytes += table.nbytes
        if self._held_rows >= ROW_GROUP_ROWS or self._held_bytes >= ROW_GROUP_BYTES:
            self._flush(keep_rest=self._held_rows >= ROW_GROUP_ROWS)

    def _flush(self, keep_rest: bool) -> None:
        table = pa.concat_tables(self._held)
        whole = table.num_rows - table.num_rows % ROW_GROUP_ROWS if keep_rest else table.num_rows
        if whole:
            self._wait()
            self._writing = self._pool.submit(self._writer.write_table, table.slice(0, whole), row_group_size=ROW_GROUP_ROWS)
        rest = table.slice(whole)
        self._held, self._held_rows, self._held_bytes = ([rest], rest.num_rows, rest.nbytes) if rest.num_rows else ([], 0, 0)

    def _wait(self) -> None:
        # One write at a time: the next waits, so that memory stays bounded, and hears of its failure.
        if self._writing is not None:
            self._writing.result()
            # malloc keeps what many threads freed; give it back before the next row group.
            pa.default_memory_pool().release_unused()

    def close(self) -> None:
        """Write what is left and the footer."""
        if self._held:
            self._flush(keep_rest=False)
        self._wait()
        self._writer.close()

    def abandon(self) -> None:
        """Give up a file whose types turned out wrong."""
        self._held = []
        self._wait()
        self._writer.close()
        os.remove(self._path)

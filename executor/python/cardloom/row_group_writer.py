"""A Parquet file written in row groups, in the background."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from .column_storage import Storage, storage_of

ROW_GROUP_ROWS = 122_880
ROW_GROUP_BYTES = 256 * 1024 * 1024


# Row groups under way, so that whoever brings rows need not wait for each; and how many bytes more than one may have.
_GROUPS_UNDER_WAY = 3
_BYTES_UNDER_WAY = 128 * 1024 * 1024


class RowGroupWriter:
    """Parquet in row groups of 122,880 rows, or fewer where rows are very wide.

    One thread looks at the rows and shows them to `on_rows`, in order; another writes them. As a context it closes at the
    end, or gives up at an error.
    """

    def __init__(self, path: str, schema: pa.Schema, on_rows: Callable[[pa.Table], None] | None = None) -> None:
        self._path = path
        self._on_rows = on_rows
        self._looking = ThreadPoolExecutor(1)
        self._writing = ThreadPoolExecutor(1)
        self._under_way: deque[tuple[Future[Future[None]], int]] = deque()
        self._schema = schema
        self._writer: pq.ParquetWriter | None = None
        self._coded: list[str] = []
        self._held: list[pa.Table] = []
        self._held_rows = 0
        self._held_bytes = 0
        self.row_groups = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is None:
            self.close()
        else:
            self._stop()

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
            rows = table.slice(0, whole)
            self._make_room(rows.nbytes)
            self._under_way.append((self._looking.submit(self._look, self._open(table), rows), rows.nbytes))
            self.row_groups += -(-whole // ROW_GROUP_ROWS)
        rest = table.slice(whole)
        self._held, self._held_rows, self._held_bytes = ([rest], rest.num_rows, rest.nbytes) if rest.num_rows else ([], 0, 0)

    def _open(self, sample: pa.Table) -> pq.ParquetWriter:
        if self._writer is None:
            stored = {name: storage_of(column) for name, column in zip(self._schema.names, sample.columns)}
            self._coded = [name for name, storage in stored.items() if storage.dictionary and pa.types.is_string(self._schema.field(name).type)]
            self._writer = _writer(self._path, self._schema, stored, self._coded)
        return self._writer

    def _with_codes(self, rows: pa.Table) -> pa.Table:
        """The rows with repeating texts as numbers into a list of them: found once, for who writes and who looks on."""
        for name in self._coded:
            at = self._schema.get_field_index(name)
            rows = rows.set_column(at, name, rows.column(at).dictionary_encode())
        return rows

    def _look(self, writer: pq.ParquetWriter, rows: pa.Table) -> Future[None]:
        coded = self._with_codes(rows)
        written = self._writing.submit(writer.write_table, coded, row_group_size=ROW_GROUP_ROWS)
        if self._on_rows is not None:
            self._on_rows(coded)
        return written

    def _make_room(self, size_bytes: int) -> None:
        while self._under_way and (len(self._under_way) >= _GROUPS_UNDER_WAY or self._bytes_under_way() + size_bytes > _BYTES_UNDER_WAY):
            self._wait_for_oldest()

    def _bytes_under_way(self) -> int:
        return sum(size_bytes for _, size_bytes in self._under_way)

    def _wait_for_oldest(self) -> None:
        """Also hears of its failure."""
        looked, _ = self._under_way.popleft()
        looked.result().result()

    def _wait(self) -> None:
        try:
            while self._under_way:
                self._wait_for_oldest()
        finally:
            self._stop()

    def _stop(self) -> None:
        # Looking hands over to writing, so it ends first.
        self._looking.shutdown(cancel_futures=True)
        self._writing.shutdown(cancel_futures=True)

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


def _writer(path: str, schema: pa.Schema, stored: dict[str, Storage], coded: list[str]) -> pq.ParquetWriter:
    return pq.ParquetWriter(
        path,
        pa.schema([pa.field(field.name, pa.dictionary(pa.int32(), field.type)) if field.name in coded else field for field in schema]),
        compression={name: storage.codec for name, storage in stored.items()},
        use_dictionary=[name for name, storage in stored.items() if storage.dictionary],
        column_encoding={name: storage.encoding for name, storage in stored.items() if storage.encoding},
        write_statistics=True,
        # Arrow's own note of the types would tell readers of the codes; Parquet's types say all that there is to ours.
        store_schema=False,
    )

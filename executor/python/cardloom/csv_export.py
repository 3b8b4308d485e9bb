"""A dataset version as CSV: UTF-8, CRLF, RFC 4180; each value as it would be read back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from . import sources
from .csv_text import as_field, field_of_name

BATCH_ROWS = 8_192
# Lines are joined in memory; an array of text holds 2 GB at most.
MAX_BATCH_BYTES = 64 * 1024 * 1024
BUFFER_BYTES = 1024 * 1024

Emit = Callable[[dict[str, Any]], None]


def run(parquet_fd: int, emit: Emit, out_path: str) -> dict[str, Any]:
    """Write all rows to `out_path`. Returns `{rowCount, sizeBytes}`."""
    reader = pq.ParquetFile(sources.stream(parquet_fd))
    total = reader.metadata.num_rows
    rows = 0
    with open(out_path, "wb", buffering=BUFFER_BYTES) as file:
        file.write((",".join(map(field_of_name, reader.schema_arrow.names)) + "\r\n").encode("utf-8", "replace"))
        for batch in _small(reader.iter_batches(batch_size=BATCH_ROWS, use_threads=False)):
            file.write(_lines(batch))
            rows += batch.num_rows
            emit({"type": "progress", "stage": "converting", "done": rows, "total": max(rows, total), "rows": rows})
    return {"rowCount": rows, "sizeBytes": os.path.getsize(out_path)}


def _small(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows in batches that are not too large."""
    for batch in batches:
        if batch.nbytes <= MAX_BATCH_BYTES or batch.num_rows <= 1:
            yield batch
        else:
            half = batch.num_rows // 2
            yield from _small(iter([batch.slice(0, half), batch.slice(half)]))


def _lines(batch: pa.RecordBatch) -> memoryview:
    fields = [as_field(column) for column in batch.columns]
    joined = pc.binary_join_element_wise(*fields, ",", null_handling="replace", null_replacement="")
    ended = pc.binary_join_element_wise(joined, pa.scalar("\r\n", joined.type), pa.scalar("", joined.type))
    # The lines lie one behind the other: the array's bytes are the file's.
    _, offsets, text = ended.buffers()
    ends = memoryview(offsets).cast("q" if pa.types.is_large_string(ended.type) else "i")
    return memoryview(text)[ends[ended.offset] : ends[ended.offset + len(ended)]] if text is not None else memoryview(b"")

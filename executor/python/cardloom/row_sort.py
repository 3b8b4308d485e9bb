"""The rows of a Parquet file in the order of one column, in bounded memory and without touching a value."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .row_group_writer import ROW_GROUP_ROWS, RowGroupWriter

# More are as many open files, and smaller pieces to put together again.
_MAX_BUCKETS = 100
_BUCKET_BYTES = 32 * 1024 * 1024


def sort_file(path: str, name: str, folder: str) -> None:
    """Replace the file by one whose rows ascend by column `name`: rows that are equal keep their order, nulls come last.

    Each row's place is known from the one column alone. So the rows are dealt into buckets by place, which are files
    in `folder`, and each bucket is then put in order by itself. Numbers that are not numbers come before the nulls.
    """
    with pq.ParquetFile(path) as source:
        places = _places(source, name)
        buckets = _bucket_count(source)
        bucket_rows = -(-len(places) // buckets)
        files = [os.path.join(folder, f"bucket-{number}") for number in range(-(-len(places) // bucket_rows))]
        _deal(source, places, bucket_rows, files)
        schema = source.schema_arrow
    with RowGroupWriter(f"{path}.sorted", schema) as writer:
        for number, piece in enumerate(_in_order(files, places, bucket_rows)):
            writer.add(piece)
            os.remove(files[number])
    os.replace(f"{path}.sorted", path)


def _places(source: pq.ParquetFile, name: str) -> np.ndarray:
    """For each row the number of rows that come before it in the new order."""
    column = source.read(columns=[name], use_threads=False).column(0)
    order = pc.sort_indices(column, sort_keys=[("", "ascending", "at_end")]).to_numpy()
    places = np.empty(len(order), np.uint32 if len(order) < 2**32 else np.uint64)
    places[order] = np.arange(len(order), dtype=places.dtype)
    return places


def _bucket_count(source: pq.ParquetFile) -> int:
    metadata = source.metadata
    size_bytes = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    by_size = max(size_bytes, metadata.num_rows * metadata.num_columns * 8) // _BUCKET_BYTES + 1
    return min(_MAX_BUCKETS, by_size, -(-metadata.num_rows // ROW_GROUP_ROWS))


def _deal(source: pq.ParquetFile, places: np.ndarray, bucket_rows: int, files: list[str]) -> None:
    sinks = [pa.ipc.new_file(file, source.schema_arrow, options=pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)) for file in files]
    done = 0
    for batch in source.iter_batches(batch_size=ROW_GROUP_ROWS, use_threads=False):
        bucket = places[done : done + batch.num_rows] // bucket_rows
        by_bucket = np.argsort(bucket, kind="stable")
        dealt = batch.take(pa.array(by_bucket))
        ends = np.searchsorted(bucket[by_bucket], np.arange(len(files)), side="right")
        start = 0
        for sink, end in zip(sinks, ends.tolist()):
            if end > start:
                sink.write_batch(dealt.slice(start, end - start))
            start = end
        done += batch.num_rows
    for sink in sinks:
        sink.close()


def _in_order(files: list[str], places: np.ndarray, bucket_rows: int) -> Iterator[pa.Table]:
    for number, file in enumerate(files):
        with pa.OSFile(file) as opened:
            table = pa.ipc.open_file(opened).read_all()
        first = number * bucket_rows
        # The bucket's rows lie in it as they came.
        own = places[(places >= first) & (places < first + bucket_rows)] - first
        order = np.empty(len(own), np.int64)
        order[own] = np.arange(len(own))
        yield table.combine_chunks().take(pa.array(order))

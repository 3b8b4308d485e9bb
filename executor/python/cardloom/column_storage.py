"""How each column of a Parquet file is best stored, by a look at its first rows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SAMPLE_ROWS = 20_000
# A dictionary is worth its making where each of its values stands for several; else it costs time and room.
_DICTIONARY_SHARE = 0.1
# zstd takes several times as long as snappy, to write and to read. It must be worth it.
_ZSTD_WORTH = 0.9


class Storage(NamedTuple):
    """In Parquet's terms; no `encoding` with a dictionary."""

    dictionary: bool
    encoding: str | None
    codec: str


def storage_of(column: pa.ChunkedArray) -> Storage:
    """Of a column, or its first rows."""
    sample = column.slice(0, SAMPLE_ROWS)
    if _repeats(sample):
        return Storage(True, None, "zstd")
    if pa.types.is_floating(column.type):
        # DuckDB reads this encoding of floating point only.
        return Storage(False, "BYTE_STREAM_SPLIT", _codec_of_streams(sample))
    if pa.types.is_integer(column.type) or pa.types.is_temporal(column.type):
        # Packed so well that there is nothing left for zstd.
        return Storage(False, "DELTA_BINARY_PACKED", "snappy")
    return Storage(False, None, "zstd")


def _repeats(sample: pa.ChunkedArray) -> bool:
    return len(sample) == 0 or pc.count_distinct(sample, mode="all").as_py() <= max(1, len(sample) * _DICTIONARY_SHARE)


def _codec_of_streams(sample: pa.ChunkedArray) -> str:
    values = sample.drop_null().to_numpy()
    streams = np.ascontiguousarray(values.view(np.uint8).reshape(-1, values.itemsize).T).tobytes()
    sizes = [len(pa.Codec(codec).compress(streams, asbytes=True)) for codec in ("zstd", "snappy")]
    return "zstd" if sizes[0] < _ZSTD_WORTH * sizes[1] else "snappy"

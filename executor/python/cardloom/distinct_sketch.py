"""An estimate of how many different values there are, in bounded memory."""

from __future__ import annotations

import threading

import numpy as np
import pyarrow as pa
import pyarrow.types as pt

from . import sql_engine
from .ordered_values import decimal_words

# The relative error is about 1 / √KEPT.
KEPT = 4_096
_HASHES = 2.0**64
_BLOCK_VALUES = 16_384
_ROUNDS = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))
_LAST_SHIFT = np.uint64(31)

# A connection for each thread that works on columns: opening one takes longer than hashing a chunk.
_engine = threading.local()


class DistinctSketch:
    """Keeps the smallest hashes there are: the more values, the closer together they lie."""

    def __init__(self) -> None:
        self._smallest = np.empty(0, np.uint64)
        self._limit = np.uint64(2**64 - 1)

    def add(self, hashes: np.ndarray) -> None:
        """Take values by their hashes (uint64, from `hashes_of`)."""
        # In growing pieces: once a few are kept, the limit lets hardly any more pass.
        start = 0
        while start < len(hashes):
            end = len(hashes) if len(self._smallest) == KEPT else start + 4 * KEPT
            self._take(hashes[start:end])
            start = end

    def _take(self, hashes: np.ndarray) -> None:
        candidates = hashes[hashes < self._limit]
        if not len(candidates):
            return
        smallest = np.sort(np.concatenate([self._smallest, candidates]))
        smallest = smallest[np.append(True, smallest[1:] != smallest[:-1])]
        self._smallest = smallest[:KEPT]
        if len(smallest) > KEPT:
            self._limit = self._smallest[-1]

    def count(self) -> int:
        """Exact while there are few."""
        if len(self._smallest) < KEPT:
            return len(self._smallest)
        return round((KEPT - 1) / (float(self._smallest[-1]) / _HASHES))


def hashes_of(values: pa.Array) -> np.ndarray:
    """64 evenly spread bits for each value (no nulls); equal values have equal ones."""
    arrow_type = values.type
    if pt.is_decimal(arrow_type):
        words = decimal_words(values).view(np.uint64)
        return _mixed(words[:, 0] ^ _mixed(words[:, 1]))
    if pt.is_floating(arrow_type):
        # Both zeros are one value.
        return _mixed((values.cast(pa.float64()).to_numpy(zero_copy_only=False) + 0.0).view(np.uint64))
    if pt.is_integer(arrow_type) or pt.is_temporal(arrow_type):
        bits = values.cast(pa.int32()).cast(pa.int64()) if pt.is_date32(arrow_type) else values if pt.is_uint64(arrow_type) else values.cast(pa.int64())
        return _mixed(bits.to_numpy(zero_copy_only=False).view(np.uint64))
    return _text_hashes(values)


def _mixed(bits: np.ndarray) -> np.ndarray:
    """The finaliser of SplitMix64, block by block: what a block needs stays in the processor's cache."""
    mixed = np.empty(len(bits), np.uint64)
    scratch = np.empty(min(len(bits), _BLOCK_VALUES), np.uint64)
    for start in range(0, len(bits), _BLOCK_VALUES):
        block = mixed[start : start + _BLOCK_VALUES]
        shifted = scratch[: len(block)]
        block[:] = bits[start : start + _BLOCK_VALUES]
        for shift, factor in _ROUNDS:
            np.right_shift(block, shift, out=shifted)
            np.bitwise_xor(block, shifted, out=block)
            np.multiply(block, factor, out=block)
        np.right_shift(block, _LAST_SHIFT, out=shifted)
        np.bitwise_xor(block, shifted, out=block)
    return mixed


def _text_hashes(values: pa.Array) -> np.ndarray:
    if not hasattr(_engine, "connection"):
        _engine.connection = sql_engine.connect({}, "UTC", None)
    _engine.connection.register("chunk", pa.table({"value": values}))
    return _engine.connection.execute("SELECT hash(value) AS h FROM chunk").fetchnumpy()["h"]

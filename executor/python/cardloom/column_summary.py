"""What one column holds, gathered chunk by chunk in bounded memory."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from .columns import Cell, cells, column_type, json_number
from .dense_counts import DenseCounts
from .distinct_sketch import DistinctSketch, hashes_of
from .histogram import Histogram
from .ordered_values import extent, is_number, is_ordered, is_whole, positions, scale_of, values_at

EXACT_DISTINCT = 10_000
MAX_TOP_VALUES = 10
MAX_SHOWN_CHARACTERS = 200
# A column in which so many values differ has no frequent ones.
_ALL_DIFFERENT_SHARE = 0.9
_FEW_VALUES = 20
# Columns with many different values mostly show it among their first.
_PROBE_VALUES = 20_000
# Samples are thinned out to their frequent values when so many, or so large, have gathered.
_MERGE_VALUES = 50_000
_MAX_COUNTED_BYTES = 4 * 1024 * 1024
# Of each chunk, so many values are asked which of them are frequent, and of the answers so many are kept. Once many
# were asked, fewer are, and count for more.
_SAMPLE_VALUES = 4_096
_MANY_SAMPLED = 65_536
_THINNING = 4
_KEPT_CANDIDATES = 1_000
_COUNTED_CANDIDATES = 50
# Of the values sampled, where there are too many different ones to count all.
_FREQUENT_SHARE = 0.002
_MAX_CANDIDATE_BYTES = 10_000


class ColumnSummary:
    """One column, read once if it has few different values, and otherwise twice.

    Feed every chunk to `add`. While `wants_second_look`, feed every chunk to `look_again`. Then `to_json`.
    """

    def __init__(self, name: str, arrow_type: pa.DataType) -> None:
        self._name = name
        self._type = arrow_type.value_type if pt.is_dictionary(arrow_type) else arrow_type
        self._rows = 0
        self._values = 0
        self._sum = 0.0
        # Until they prove to lie too far apart.
        self._dense = DenseCounts() if is_whole(self._type) else None
        self._counts = _Counts(self._type)
        self._sketch: DistinctSketch | None = None
        self._extent: pa.Array | None = None
        self._histogram = Histogram()
        self._looked_back = False
        self._sampled = 0
        self._certainly = 0
        self._candidates: pa.Array | None = None
        self._candidate_counts = np.zeros(0, np.int64)

    def add(self, chunk: pa.Array) -> None:
        """Take a chunk, nulls and all."""
        self._rows += len(chunk)
        if pt.is_dictionary(chunk.type) and self._sketch is None:
            self._add_coded(chunk)
            return
        values = _present(chunk)
        if not len(values):
            return
        self._values += len(values)
        if self._dense is not None:
            if self._dense.add(positions(values)):
                return
            self._leave_dense()
        if self._sketch is None and self._counts.is_empty:
            self._count(values.slice(0, _PROBE_VALUES))
            values = values.slice(_PROBE_VALUES)
        if self._sketch is None:
            self._count(values)
        elif len(values):
            self._sketch.add(hashes_of(values))
            self._note_spread(values, None)
            self._sample(values)

    def _sample(self, values: pa.Array) -> None:
        weight = 1 if self._sampled < _MANY_SAMPLED else _THINNING
        sample = values.slice(0, _SAMPLE_VALUES // weight)
        self._counts.add(sample, weight)
        self._sampled += len(sample) * weight
        if self._counts.holds_more_than(_MERGE_VALUES):
            self._counts.keep_most_frequent(_KEPT_CANDIDATES)

    def _count(self, values: pa.Array) -> None:
        if not len(values):
            return
        self._counts.add(values)
        self._estimate_if_many()

    def _add_coded(self, chunk: pa.DictionaryArray) -> None:
        codes = chunk.indices.drop_null().to_numpy(zero_copy_only=False)
        counts = np.bincount(codes, minlength=len(chunk.dictionary))
        met = np.flatnonzero(counts)
        if len(met):
            self._values += len(codes)
            self._counts.add_counted(chunk.dictionary.take(pa.array(met)), counts[met])
            self._estimate_if_many()

    def _leave_dense(self) -> None:
        """Go on with what was counted as if it had been counted by value."""
        seen, counts = self._dense_counts()
        self._dense = None
        if len(seen):
            self._counts.add_counted(seen, counts)
            self._estimate_if_many()

    def _dense_counts(self) -> tuple[pa.Array, np.ndarray]:
        at, counts = self._dense.counted() if self._dense is not None else (np.zeros(0, np.int64), np.zeros(0, np.int64))
        return values_at(at, self._type), counts

    def _estimate_if_many(self) -> None:
        """Change from counting every value to estimating."""
        if not self._counts.is_beyond(EXACT_DISTINCT):
            return
        # What is counted so far goes into the estimate; from here on only samples are counted.
        self._sketch = DistinctSketch()
        seen, counts = self._counts.merged()
        self._sampled, self._certainly = int(counts.sum()), len(seen)
        self._sketch.add(hashes_of(seen))
        self._note_spread(seen, counts)
        self._counts.keep_most_frequent(_KEPT_CANDIDATES)

    @property
    def wants_second_look(self) -> bool:
        """True where values seem to be frequent, which can only be counted now that it is known which."""
        if self._sketch is None:
            return False
        if not self._looked_back:
            self._prepare_second_look()
        return self._candidates is not None

    def _prepare_second_look(self) -> None:
        self._looked_back = True
        self._counts.keep_most_frequent(_KEPT_CANDIDATES)
        frequent, counts = self._counts.most_frequent(_COUNTED_CANDIDATES, _MAX_CANDIDATE_BYTES)
        if len(counts) and counts[0] >= self._sampled * _FREQUENT_SHARE:
            self._candidates, self._candidate_counts = frequent, np.zeros(len(frequent), np.int64)

    def look_again(self, chunk: pa.Array) -> None:
        """Take the same chunks once more."""
        if self._candidates is not None:
            found = pc.index_in(_present(chunk), value_set=self._candidates).drop_null()
            self._candidate_counts += np.bincount(found.to_numpy(zero_copy_only=False), minlength=len(self._candidates))

    def to_json(self) -> dict[str, Any]:
        """ColumnProfile of the job contract."""
        if self._sketch is None:
            seen, counts = self._dense_counts() if self._dense is not None else self._counts.merged()
            self._note_spread(seen, counts)
            distinct = len(seen)
            top = _top(seen, counts) if self._has_frequent(distinct, counts) else []
        else:
            distinct = self._distinct()
            top = _top(self._candidates, self._candidate_counts) if self._candidates is not None else []
        low, high = cells(self._extent) if self._extent is not None else (None, None)
        return {
            "name": self._name,
            "type": column_type(self._type),
            "nullCount": self._rows - self._values,
            "distinctCount": distinct,
            "distinctIsExact": self._sketch is None,
            "min": low,
            "max": high,
            "mean": self._mean(),
            "topValues": top,
            "histogram": self._histogram.to_json(self._type),
        }

    def _distinct(self) -> int:
        # So many were seen for certain, and there cannot be more than there are values.
        estimate = self._sketch.count() if self._sketch else 0
        return min(self._values, max(estimate, self._certainly))

    def _has_frequent(self, distinct: int, counts: np.ndarray) -> bool:
        """Whether some of the values counted, of which there are `distinct`, are worth naming."""
        if distinct > EXACT_DISTINCT:
            return bool(counts.max() >= self._values * _FREQUENT_SHARE)
        return self._values <= _FEW_VALUES or distinct <= _ALL_DIFFERENT_SHARE * self._values

    def _note_spread(self, values: pa.Array, counts: np.ndarray | None) -> None:
        """Range, sum and bars."""
        if not len(values) or not is_ordered(self._type):
            return
        ends = extent(values)
        self._extent = pa.concat_arrays([*(extent(pa.concat_arrays([*ends, self._extent])) if self._extent is not None else ends)])
        at = positions(values)
        if is_number(self._type):
            with np.errstate(all="ignore"):
                self._sum += float((at * counts if counts is not None else at).sum(dtype=np.float64)) / scale_of(self._type)
        if at.dtype == np.float64 and not math.isfinite(self._sum):
            finite = np.isfinite(at)
            at, counts = at[finite], counts[finite] if counts is not None else None
        self._histogram.add(at, counts)

    def _mean(self) -> float | None:
        if not self._values or not is_number(self._type):
            return None
        mean = json_number(self._sum / self._values)
        return mean if isinstance(mean, float) else None


class _Counts:
    """How often each value was met."""

    def __init__(self, arrow_type: pa.DataType) -> None:
        self._schema = pa.schema([("value", arrow_type), ("count", pa.int64())])
        self._parts: list[pa.Table] = []

    def add(self, values: pa.Array, weight: int = 1) -> None:
        """Count each of the values `weight` times."""
        counted = pc.value_counts(values)
        self.add_counted(counted.field("values"), counted.field("counts").to_numpy() * weight)

    def add_counted(self, values: pa.Array, counts: pa.Array | np.ndarray) -> None:
        self._parts.append(pa.Table.from_arrays([values, pa.array(counts, pa.int64())], schema=self._schema))

    def _merge(self) -> None:
        if len(self._parts) == 1:
            return
        together = pa.concat_tables(self._parts).combine_chunks() if self._parts else self._schema.empty_table()
        numbered = _in_one_piece(together["value"]).dictionary_encode()
        # Sums of whole numbers below 2^53, which doubles have exactly. As Arrow's group_by, in a fifth of its time.
        sums = np.bincount(numbered.indices.to_numpy(), together["count"].to_numpy(), len(numbered.dictionary)).astype(np.int64)
        self._parts = [pa.Table.from_arrays([numbered.dictionary, pa.array(sums)], schema=self._schema)]

    @property
    def is_empty(self) -> bool:
        return not self._parts

    def is_beyond(self, limit: int) -> bool:
        """More different values than `limit`, or too large to be held?"""
        if self.holds_more_than(limit):
            self._merge()
        return self.holds_more_than(limit)

    def holds_more_than(self, limit: int) -> bool:
        """More counts than `limit`, one value perhaps having several, or too many bytes?"""
        return sum(part.num_rows for part in self._parts) > limit or sum(part.nbytes for part in self._parts) > _MAX_COUNTED_BYTES

    def merged(self) -> tuple[pa.Array, np.ndarray]:
        """The values and their counts."""
        self._merge()
        table = self._parts[0].combine_chunks()
        return _in_one_piece(table["value"]), table["count"].to_numpy()

    def keep_most_frequent(self, limit: int) -> None:
        """Drop all but those met more than once, and of them the most frequent."""
        self._merge()
        repeated = self._parts[0].filter(pc.greater(self._parts[0]["count"], 1))
        order = pc.sort_indices(repeated, sort_keys=[("count", "descending")])
        self._parts = [repeated.take(order[:limit]).combine_chunks()]

    def most_frequent(self, limit: int, max_bytes: int) -> tuple[pa.Array, np.ndarray]:
        values, counts = self.merged()
        if pt.is_string(values.type) or pt.is_large_string(values.type):
            short = pc.less_equal(pc.binary_length(values), max_bytes)
            values, counts = values.filter(short), counts[short.to_numpy(zero_copy_only=False)]
        order = np.argsort(-counts, kind="stable")[:limit]
        return values.take(pa.array(order)), counts[order]


def _in_one_piece(column: pa.ChunkedArray) -> pa.Array:
    """A column of a table whose chunks are combined."""
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def _present(chunk: pa.Array) -> pa.Array:
    """What is in the cells that aren't empty; a NaN is an empty cell."""
    if pt.is_dictionary(chunk.type):
        chunk = chunk.cast(chunk.type.value_type)
    if pt.is_floating(chunk.type):
        nan = pc.is_nan(chunk)
        if pc.any(nan).as_py():
            return chunk.filter(pc.invert(nan).fill_null(False))
    return chunk.drop_null() if chunk.null_count else chunk


def _top(values: pa.Array, counts: np.ndarray) -> list[dict[str, Any]]:
    if not len(values):
        return []
    # Most frequent first, then by value, so that the same data always give the same list.
    table = pa.table({"value": values, "count": pa.array(counts, pa.int64())})
    keys = [("count", "descending"), *([("value", "ascending")] if not pt.is_boolean(values.type) else [])]
    order = pc.sort_indices(table, sort_keys=keys)[:MAX_TOP_VALUES]
    chosen = table.take(order)
    return [{"value": _shown(cell), "count": count} for cell, count in zip(cells(chosen["value"]), chosen["count"].to_pylist()) if count]


def _shown(cell: Cell) -> Cell:
    return f"{cell[:MAX_SHOWN_CHARACTERS]}…" if isinstance(cell, str) and len(cell) > MAX_SHOWN_CHARACTERS else cell

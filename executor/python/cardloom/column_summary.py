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
from .ordered_values import extent, is_number, is_ordered, is_whole, positions, scale_of
from .value_counts import ValueCounts

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
        self._dense = DenseCounts(self._type) if is_whole(self._type) else None
        self._counts = ValueCounts(self._type)
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
        if pt.is_dictionary(chunk.type) and pt.is_string(self._type) and self._sketch is None:
            self._add_coded(chunk)
            return
        values = _present(chunk)
        if not len(values):
            return
        self._values += len(values)
        if self._dense is not None:
            if self._dense.add(values):
                return
            counted, self._dense = self._dense.counted(), None
            self._add_counted(*counted)
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
        self._values += len(codes)
        self._add_counted(chunk.dictionary.take(pa.array(met)), counts[met])

    def _add_counted(self, values: pa.Array, counts: np.ndarray) -> None:
        """Go on from values that were counted elsewhere."""
        if len(values):
            self._counts.add_counted(values, counts)
            self._estimate_if_many()

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
            seen, counts = self._dense.counted() if self._dense is not None else self._counts.merged()
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

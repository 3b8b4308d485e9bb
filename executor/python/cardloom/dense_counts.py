"""How often each whole number of a narrow range occurs: a count for every number there, and no hashing."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from .ordered_values import positions, values_at

MAX_SPAN = 2**17
"""So many numbers at most, a megabyte of counts. Quantities, years, days and most codes lie within."""


class DenseCounts:
    """Counts of values of a type that `is_whole` which lie close together, wherever they begin."""

    def __init__(self, arrow_type: pa.DataType) -> None:
        self._type = arrow_type
        self._first = 0
        self._counts = np.zeros(0, np.int64)

    def add(self, values: pa.Array) -> bool:
        """Count these (no nulls, not empty); False, and nothing is counted, where they and the earlier ones lie too far apart."""
        at = positions(values)
        low, high = at.min().item(), at.max().item()
        first = min(low, self._first) if len(self._counts) else low
        end = max(high + 1, self._first + len(self._counts)) if len(self._counts) else high + 1
        if end - first > MAX_SPAN:
            return False
        self._reach(first, end)
        # From the lowest of these on: so that numbers far from zero are small ones for bincount.
        found = np.bincount(at - low if low else at)
        self._counts[low - self._first : high + 1 - self._first] += found
        return True

    def _reach(self, first: int, end: int) -> None:
        before, after = self._first - first, end - (self._first + len(self._counts))
        if not len(self._counts):
            self._counts = np.zeros(end - first, np.int64)
        elif before > 0 or after > 0:
            self._counts = np.pad(self._counts, (before, after))
        self._first = first

    def counted(self) -> tuple[pa.Array, np.ndarray]:
        """The values that were met, in order, and how often."""
        met = np.flatnonzero(self._counts)
        return values_at(met + self._first, self._type), self._counts[met]

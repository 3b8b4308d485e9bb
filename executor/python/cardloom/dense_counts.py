"""How often each whole number of a narrow range occurs: a count for every number there, and no hashing."""

from __future__ import annotations

import numpy as np

MAX_SPAN = 2**17
"""So many numbers at most, a megabyte of counts. Quantities, years, days and most codes lie within."""


class DenseCounts:
    """Counts of whole numbers that lie close together, whatever number they begin at."""

    def __init__(self) -> None:
        self._first = 0
        self._counts = np.zeros(0, np.int64)

    def add(self, positions: np.ndarray) -> bool:
        """Count these (int64, not empty); False, and nothing is counted, where they and the earlier ones lie too far apart."""
        low, high = positions.min().item(), positions.max().item()
        first = min(low, self._first) if len(self._counts) else low
        end = max(high + 1, self._first + len(self._counts)) if len(self._counts) else high + 1
        if end - first > MAX_SPAN:
            return False
        self._reach(first, end)
        # From the lowest of these on: so that numbers far from zero are small ones for bincount.
        found = np.bincount(positions - low if low else positions)
        self._counts[low - self._first : high + 1 - self._first] += found
        return True

    def _reach(self, first: int, end: int) -> None:
        before, after = self._first - first, end - (self._first + len(self._counts))
        if not len(self._counts):
            self._counts = np.zeros(end - first, np.int64)
        elif before > 0 or after > 0:
            self._counts = np.pad(self._counts, (before, after))
        self._first = first

    def counted(self) -> tuple[np.ndarray, np.ndarray]:
        """The numbers that were met, in order, and how often."""
        met = np.flatnonzero(self._counts)
        return met + self._first, self._counts[met]

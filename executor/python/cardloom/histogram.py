"""How values spread: at most 20 bars of equal width."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from .ordered_values import cell_at

MAX_BARS = 20


class Histogram:
    """Bars between two positions, both included, and how many values fell into each.

    `low` and `high` are positions of ordered_values: both int, or both float.
    """

    def __init__(self, low: int | float, high: int | float) -> None:
        self._edges = _edges(low, high)
        self._last = high
        self._counts = np.zeros(len(self._edges), np.int64)

    def add(self, positions: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Count values, each `weights` times. Those outside count in the first or last bar."""
        bars = np.searchsorted(self._edges[1:], positions, side="right")
        self._counts += np.bincount(bars, weights, len(self._edges)).astype(np.int64)

    def to_json(self, arrow_type: pa.DataType) -> list[dict[str, Any]]:
        """`[{from, to, count}]`; `to` belongs to the next bar, but for the last."""
        starts = [cell_at(edge, arrow_type) for edge in self._edges.tolist()]
        ends = [*starts[1:], cell_at(self._last, arrow_type)]
        return [{"from": start, "to": end, "count": count} for start, end, count in zip(starts, ends, self._counts.tolist())]


def _edges(low: int | float, high: int | float) -> np.ndarray:
    """Where bars begin."""
    if isinstance(low, int) and isinstance(high, int):
        width = max(1, -(-(high - low + 1) // MAX_BARS))
        return np.array([low + bar * width for bar in range((high - low) // width + 1)], np.int64)
    shares = np.arange(MAX_BARS) / MAX_BARS
    # Not low + share × (high − low): the difference of two large doubles may be none.
    return np.unique(low * (1 - shares) + high * shares)

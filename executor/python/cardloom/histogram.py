"""How values spread: at most 20 bars of equal width, found in one pass without knowing the range ahead."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyarrow as pa

from .ordered_values import cell_at

MAX_BARS = 20
# 2^-1074 is the smallest double there is.
_SMALLEST_EXPONENT = -1074


class Histogram:
    """Bars whose width is a power of two and which begin at multiples of it.

    So which bar a value falls into is exact, in doubles too, and when the range grows, pairs of bars become one.
    """

    def __init__(self) -> None:
        self._exponent: int | None = None
        self._first = 0
        self._counts = np.zeros(MAX_BARS, np.int64)
        self._low: int | float = 0
        self._high: int | float = 0

    def add(self, positions: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Count values by their positions (see ordered_values; finite, always int64 or always float64), each `weights` times."""
        if not len(positions):
            return
        low, high = positions.min().item(), positions.max().item()
        if self._exponent is None:
            self._low, self._high = low, high
            self._exponent = _exponent_below(low, high)
            self._first = _bar(low, self._exponent)
        self._low, self._high = min(low, self._low), max(high, self._high)
        while self._exponent < _exponent_below(self._low, self._high):
            self._widen()
        while _bar(self._high, self._exponent) - _bar(self._low, self._exponent) >= MAX_BARS:
            self._widen()
        self._begin_at(_bar(self._low, self._exponent))
        bars = _bars(positions, self._exponent) - self._first
        self._counts += np.bincount(bars, weights, MAX_BARS).astype(np.int64)

    def _widen(self) -> None:
        """Each bar twice as wide."""
        moved = (self._first % 2 + np.arange(MAX_BARS)) >> 1
        self._counts = np.bincount(moved, self._counts, MAX_BARS).astype(np.int64)
        self._first, self._exponent = self._first >> 1, (self._exponent or 0) + 1

    def _begin_at(self, first: int) -> None:
        # Only empty bars leave at the end: the values' range has at most as many bars as there are.
        self._counts = np.concatenate([np.zeros(self._first - first, np.int64), self._counts])[:MAX_BARS] if first < self._first else np.roll(self._counts, self._first - first)
        self._first = first

    def to_json(self, arrow_type: pa.DataType) -> list[dict[str, Any]]:
        """`[{from, to, count}]`, the outer ends being the lowest and the highest value. `to` belongs to the next bar, but for the last."""
        if self._exponent is None:
            return []
        last = _bar(self._high, self._exponent)
        edges = [self._low, *(_edge(bar, self._exponent, self._low) for bar in range(self._first + 1, last + 1)), self._high]
        ends = [cell_at(edge, arrow_type) for edge in edges]
        return [{"from": start, "to": end, "count": count} for start, end, count in zip(ends, ends[1:], self._counts.tolist())]


def _exponent_below(low: int | float, high: int | float) -> int:
    """One that gives bars narrow enough, and not so narrow that they could not be numbered."""
    if isinstance(low, int):
        return 0
    # Half of each, or the difference of two large doubles would be none.
    span = high / 2 - low / 2
    size = span if span > 0 else max(abs(low), abs(high))
    return max(_SMALLEST_EXPONENT, math.frexp(size)[1] - 6)


def _bar(position: int | float, exponent: int) -> int:
    if isinstance(position, int):
        return position >> exponent
    return math.floor(math.ldexp(position, -exponent))


def _bars(positions: np.ndarray, exponent: int) -> np.ndarray:
    if positions.dtype == np.int64:
        return positions >> min(exponent, 63)
    return np.floor(np.ldexp(positions, -exponent)).astype(np.int64)


def _edge(bar: int, exponent: int, like: int | float) -> int | float:
    return bar << exponent if isinstance(like, int) else math.ldexp(bar, exponent)

"""Arrow columns as plain numbers on a line, and points on that line as cells again."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from .columns import Cell, cells

_FIRST_DIGITS_ONLY = 1e18


def is_ordered(arrow_type: pa.DataType) -> bool:
    """Do values of this type have a range worth showing?"""
    return pt.is_integer(arrow_type) or pt.is_floating(arrow_type) or pt.is_decimal(arrow_type) or pt.is_date(arrow_type) or pt.is_timestamp(arrow_type)


def is_number(arrow_type: pa.DataType) -> bool:
    """Do values of this type have a mean?"""
    return pt.is_integer(arrow_type) or pt.is_floating(arrow_type) or pt.is_decimal(arrow_type)


def is_whole(arrow_type: pa.DataType) -> bool:
    """Are positions of this type's values whole, exact, and often close together?"""
    return (pt.is_integer(arrow_type) and not pt.is_uint64(arrow_type)) or pt.is_date32(arrow_type)


def positions(values: pa.Array) -> np.ndarray:
    """Where an ordered array's values (no nulls) lie: int64 ticks, exact, or float64.

    Decimals are in units of their last digit: exact as int64 where all fit, rounded as float64 where not.
    """
    arrow_type = values.type
    if pt.is_floating(arrow_type):
        return values.cast(pa.float64()).to_numpy(zero_copy_only=False)
    if pt.is_decimal(arrow_type):
        return _unscaled(values)
    if pt.is_date32(arrow_type):
        return values.cast(pa.int32()).to_numpy(zero_copy_only=False).astype(np.int64)
    if pt.is_temporal(arrow_type):
        return values.cast(pa.int64()).to_numpy(zero_copy_only=False)
    if pt.is_uint64(arrow_type):
        return values.to_numpy(zero_copy_only=False).astype(np.float64)
    return values.cast(pa.int64()).to_numpy(zero_copy_only=False)


def _unscaled(values: pa.Array) -> np.ndarray:
    words = decimal_words(values)
    low, high = words[:, 0], words[:, 1]
    if (high == low >> 63).all():
        return low
    return high.astype(np.float64) * 2.0**64 + low.view(np.uint64).astype(np.float64)


def decimal_words(values: pa.Array) -> np.ndarray:
    """A decimal array's 128-bit integers as rows of (low, high) words."""
    wide = values.cast(pa.decimal128(values.type.precision, values.type.scale)) if not pt.is_decimal128(values.type) else values
    buffer = wide.buffers()[1]
    if buffer is None or len(wide) == 0:
        return np.empty((0, 2), np.int64)
    return np.frombuffer(buffer, np.int64).reshape(-1, 2)[wide.offset : wide.offset + len(wide)]


def scale_of(arrow_type: pa.DataType) -> float:
    """What a position of a number is divided by to give the number."""
    return 10.0**arrow_type.scale if pt.is_decimal(arrow_type) else 1.0


def values_at(at: np.ndarray, arrow_type: pa.DataType) -> pa.Array:
    """The values of these positions, where `is_whole`."""
    return pa.array(at.astype(np.int32), pa.int32()).cast(arrow_type) if pt.is_date32(arrow_type) else pa.array(at, pa.int64()).cast(arrow_type)


def extent(values: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Lowest and highest value of an ordered array (no nulls, not empty), as arrays of one: nothing passes through Python."""
    if pt.is_floating(values.type):
        # Several times as fast as Arrow's.
        at = values.to_numpy(zero_copy_only=False)
        return pa.array([at.min()], values.type), pa.array([at.max()], values.type)
    ends = pc.min_max(values)
    return tuple(pa.array([end.as_py()], values.type) if not pt.is_timestamp(values.type) else pa.array([end.cast(pa.int64()).as_py()], pa.int64()).cast(values.type) for end in (ends["min"], ends["max"]))  # type: ignore[return-value]


def cell_at(position: int | float, arrow_type: pa.DataType) -> Cell:
    """The cell of a position that need not be anybody's value."""
    if pt.is_floating(arrow_type):
        return cells(pa.array([position], pa.float64()))[0]
    if pt.is_decimal(arrow_type):
        # Beyond 64 bits the position itself is rounded; its first digits are what a reader of a chart wants.
        digits = int(position) if abs(position) < _FIRST_DIGITS_ONLY or isinstance(position, int) else int(Decimal(position))
        return format(Decimal(digits).scaleb(-arrow_type.scale), "f")
    if pt.is_date32(arrow_type):
        return cells(pa.array([position], pa.int32()).cast(arrow_type))[0]
    if pt.is_temporal(arrow_type):
        return cells(pa.array([position], pa.int64()).cast(arrow_type))[0]
    return cells(pa.array([int(position)], arrow_type))[0]

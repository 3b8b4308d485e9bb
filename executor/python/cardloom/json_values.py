"""Nested values from plotting libraries as plain JSON values: no NumPy, no pandas, nothing non-finite."""

from __future__ import annotations

import base64
import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from .columns import MAX_SAFE_INTEGER

# Short arrays stay readable lists; long ones travel as the typed arrays that Plotly reads at once.
TYPED_ARRAY_FROM = 2_000
# Plotly wants lists under these keys.
LISTS_ONLY = frozenset({"geojson", "layer", "layers", "range"})


def plain(value: Any, typed_arrays: bool = False) -> Any:
    """`value` with dicts, lists, strings, finite numbers, booleans and None only.

    `typed_arrays`: write long numeric arrays as `{dtype, bdata, shape?}`. Raises TypeError for what
    JSON has no form for.
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item, typed_arrays and key not in LISTS_ONLY) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return _array(value, typed_arrays)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item, typed_arrays) for item in value]
    if isinstance(value, (pd.Series, pd.Index)):
        return _array(value.to_numpy(), typed_arrays)
    return _scalar(value, typed_arrays)


def _scalar(value: Any, typed_arrays: bool) -> Any:
    if isinstance(value, np.generic):
        if value.dtype.kind in "mM":
            return _array(value.reshape(1), False)[0]
        return plain(value.item())
    if value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value) if value.is_finite() else None
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, (pd.Period, pd.Interval)):
        return str(value)
    for method in ("to_plotly_json", "to_dict", "tolist"):
        if callable(getattr(value, method, None)):
            return plain(getattr(value, method)(), typed_arrays)
    raise TypeError(f"a {type(value).__name__} cannot be drawn")


def _array(array: np.ndarray, typed_arrays: bool) -> Any:
    if array.dtype.kind == "M":
        days = array.astype("datetime64[D]")
        written = np.datetime_as_string(days if ((days == array) | np.isnat(array)).all() else array).tolist()
        return _each(written, lambda text: None if text == "NaT" else _short_instant(text))
    if array.dtype.kind == "m":
        return plain((array / np.timedelta64(1, "s")).tolist())
    if array.dtype.kind in "iuf":
        if typed_arrays and array.size >= TYPED_ARRAY_FROM and (packed := _packed(array)):
            return packed
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            return _each(array.tolist(), lambda number: number if math.isfinite(number) else None)
        return array.tolist()
    return plain(array.tolist())


def _each(nested: Any, change: Any) -> Any:
    return [_each(item, change) for item in nested] if isinstance(nested, list) else change(nested)


def _short_instant(text: str) -> str:
    day, _, clock = text.partition("T")
    if not clock:
        return day
    clock = clock.rstrip("0").rstrip(".") if "." in clock else clock
    return f"{day}T{clock}"


def _packed(array: np.ndarray) -> dict[str, Any] | None:
    if array.ndim > 2:
        return None
    if array.dtype.itemsize == 8 and array.dtype.kind in "iu":
        low, high = int(array.min()), int(array.max())
        if -(2**31) <= low and high < 2**31:
            array = array.astype("i4")
        elif max(abs(low), abs(high)) <= MAX_SAFE_INTEGER:
            array = array.astype("f8")
        else:
            return None
    elif array.dtype.itemsize not in (1, 2, 4, 8) or array.dtype.str[1:] == "f2":
        array = array.astype("f8")
    array = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
    packed: dict[str, Any] = {"dtype": array.dtype.str[1:], "bdata": base64.b64encode(array).decode("ascii")}
    if array.ndim > 1:
        packed["shape"] = ", ".join(map(str, array.shape))
    return packed

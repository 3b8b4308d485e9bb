"""Values of one of our types as another, where every one of them stays what it is."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from .columns import cells, column_type
from .csv_text import as_text

MAX_DECIMAL_DIGITS = 38
INT64_DIGITS = 19
MAX_EXACT_INTEGER = 2**53


class NotLossless(Exception):
    """`row`: the first value (from 0) that would change. `shown`: what stands there."""

    def __init__(self, row: int, shown: str) -> None:
        super().__init__(f"row {row}: {shown}")
        self.row = row
        self.shown = shown


def arrow_type_of(wanted: str, present: pa.DataType) -> pa.DataType:
    """The Arrow type for one of our types' names, with the digits or units that values of `present` need."""
    if column_type(present) == wanted:
        return present
    unit = present.unit if pt.is_timestamp(present) else "us"
    types: dict[str, pa.DataType] = {
        "string": pa.string(),
        "int64": pa.int64(),
        "double": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "timestamp": pa.timestamp(unit),
        "timestamptz": pa.timestamp(unit, "UTC"),
        "decimal": pa.decimal128(INT64_DIGITS, 0) if pt.is_integer(present) else pa.decimal128(MAX_DECIMAL_DIGITS, 10),
    }
    return types[wanted]


def cast_exactly(values: pa.Array, target: pa.DataType) -> pa.Array:
    """`values` as `target`. Raises NotLossless at the first that has no such form."""
    if values.type == target:
        return values
    convert = _conversion(values.type, target)
    try:
        return convert(values)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        row = _first_unfit(values, convert)
        shown = cells(values.slice(row, 1))[0]
        raise NotLossless(row, str(shown)[:60]) from None


def _conversion(source: pa.DataType, target: pa.DataType) -> Callable[[pa.Array], pa.Array]:
    kinds = (column_type(source), column_type(target))
    if kinds[1] == "string":
        return as_text
    if kinds[0] == "string":
        return lambda values: _same_text(values, values.cast(target))
    if kinds == ("int64", "double"):
        return _doubles_of_integers
    if kinds == ("decimal", "double"):
        return _doubles_of_decimals
    if kinds == ("double", "decimal"):
        # By the digits that name the double, not by all that it has.
        return lambda values: values.cast(pa.string()).cast(target)
    if kinds in {("timestamp", "timestamptz"), ("timestamptz", "timestamp"), ("timestamptz", "date"), ("date", "timestamptz")}:
        # Which zone's clock it was is nobody's guess.
        return lambda values: _only_nulls(values, target)
    if kinds[0] == kinds[1] or kinds in {("int64", "decimal"), ("decimal", "int64"), ("double", "int64"), ("date", "timestamp"), ("timestamp", "date")}:
        return lambda values: values.cast(target)
    return lambda values: _only_nulls(values, target)


def _only_nulls(values: pa.Array, target: pa.DataType) -> pa.Array:
    if values.null_count == len(values):
        return pa.nulls(len(values), target)
    raise pa.ArrowInvalid("no such conversion")


def _doubles_of_integers(values: pa.Array) -> pa.Array:
    ends = pc.min_max(values)
    low, high = ends["min"].as_py(), ends["max"].as_py()
    if low is not None and max(-low, high) > MAX_EXACT_INTEGER:
        raise pa.ArrowInvalid("beyond 2^53")
    return values.cast(pa.float64())


def _doubles_of_decimals(values: pa.Array) -> pa.Array:
    # By way of text, which is read to the nearest double; Arrow's own way is sometimes one off.
    doubles = values.cast(pa.string()).cast(pa.float64())
    if doubles.cast(pa.string()).cast(values.type).equals(values):
        return doubles
    raise pa.ArrowInvalid("a double has other digits")


def _same_text(values: pa.Array, converted: pa.Array) -> pa.Array:
    if as_text(converted).equals(values.cast(pa.string())):
        return converted
    raise pa.ArrowInvalid("a text would be read as something else")


def _first_unfit(values: pa.Array, convert: Callable[[pa.Array], pa.Array]) -> int:
    low, high = 0, len(values)
    # The first `low` values fit; among the first `high` is one that does not.
    while high - low > 1:
        middle = (low + high) // 2
        try:
            convert(values.slice(low, middle - low))
            low = middle
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            high = middle
    return low

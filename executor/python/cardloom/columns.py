"""Arrow types as the product's column types, and cells as they travel in JSON."""

from __future__ import annotations

import math

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

# Above this a JavaScript number is no longer exact.
MAX_SAFE_INTEGER = 2**53

Cell = str | int | float | bool | None


def column_type(arrow_type: pa.DataType) -> str:
    """The contract's name for an Arrow type; what has none travels as text."""
    if pt.is_dictionary(arrow_type):
        return column_type(arrow_type.value_type)
    if pt.is_boolean(arrow_type):
        return "boolean"
    if pt.is_uint64(arrow_type):
        return "decimal"
    if pt.is_integer(arrow_type):
        return "int64"
    if pt.is_floating(arrow_type):
        return "double"
    if pt.is_decimal(arrow_type):
        return "decimal"
    if pt.is_date(arrow_type):
        return "date"
    if pt.is_timestamp(arrow_type):
        return "timestamptz" if arrow_type.tz else "timestamp"
    return "string"


def describe(schema: pa.Schema) -> list[dict[str, str]]:
    """`[{name, type}]` of a schema."""
    return [{"name": field.name, "type": column_type(field.type)} for field in schema]


def json_number(value: float) -> Cell:
    """A float that JSON can carry: NaN is the empty cell, infinities are words."""
    if math.isfinite(value):
        return value
    if math.isnan(value):
        return None
    return "Infinity" if value > 0 else "-Infinity"


def json_integer(value: int) -> Cell:
    """An integer, as text where a JavaScript number would round it."""
    return value if abs(value) <= MAX_SAFE_INTEGER else str(value)


def cells(values: pa.Array | pa.ChunkedArray) -> list[Cell]:
    """A column's cells in the contract's JSON form, in order."""
    arrow_type = values.type
    if pt.is_dictionary(arrow_type):
        return cells(values.cast(arrow_type.value_type))
    if pt.is_uint64(arrow_type):
        return [None if value is None else str(value) for value in values.to_pylist()]
    if pt.is_integer(arrow_type):
        return [None if value is None else json_integer(value) for value in values.to_pylist()]
    if pt.is_floating(arrow_type):
        return [None if value is None else json_number(value) for value in values.to_pylist()]
    if pt.is_boolean(arrow_type):
        return values.to_pylist()
    if pt.is_timestamp(arrow_type):
        return _instants(values)
    if pt.is_date(arrow_type):
        return values.cast(pa.date32()).cast(pa.string()).to_pylist()
    if pt.is_decimal(arrow_type):
        return [None if value is None else format(value, "f") for value in values.to_pylist()]
    if pt.is_string(arrow_type) or pt.is_large_string(arrow_type) or pt.is_string_view(arrow_type):
        return values.to_pylist()
    return [None if value is None else str(value) for value in values.to_pylist()]


def exact_cells(values: pa.Array | pa.ChunkedArray) -> list[Cell]:
    """As `cells`, but negative zero is text: on its way JSON is read and written by JavaScript, which would drop the sign."""
    listed = cells(values)
    if not pt.is_floating(values.type):
        return listed
    return ["-0" if isinstance(cell, float) and cell == 0 and math.copysign(1, cell) < 0 else cell for cell in listed]


def _instants(values: pa.Array | pa.ChunkedArray) -> list[Cell]:
    zone = values.type.tz
    # Arrow writes the fraction in full (".000000"), and its own kernel is the only one exact to the nanosecond.
    written = pc.strftime(values, format="%Y-%m-%dT%H:%M:%S") if not zone else pc.strftime(values, format="%Y-%m-%dT%H:%M:%S|%z")
    return [None if text is None else _tidy_instant(text) for text in written.to_pylist()]


def _tidy_instant(text: str) -> str:
    clock, bar, offset = text.partition("|")
    if "." in clock:
        clock = clock.rstrip("0").rstrip(".")
    if not bar:
        return clock
    return f"{clock}Z" if offset == "+0000" else f"{clock}{offset[:3]}:{offset[3:]}"

"""Values as the text they have in a CSV file."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from .columns import cells

# What makes a spreadsheet take text for a formula, when it comes first.
_FORMULA_MARKS = "=+\\-@\t\r"
_FORMULA = f"^[{_FORMULA_MARKS}]"
# Signed numbers begin like formulas, and are harmless.
_NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
_SPECIAL = '[",\r\n]'
# Doubles below this that are whole have all their digits written out.
_WHOLE_BELOW = 1e15


def as_field(values: pa.Array) -> pa.Array:
    """A column as CSV fields, quoted and guarded where that is due; null stays null, empty text becomes `""`."""
    text = as_text(values)
    return _guarded_fields(text) if _is_free_text(values.type) else text


def as_text(values: pa.Array) -> pa.Array:
    """A column as text that an import reads back to the same values; null stays null."""
    arrow_type = values.type
    if pt.is_dictionary(arrow_type):
        return as_text(values.cast(arrow_type.value_type))
    if pt.is_string(arrow_type) or pt.is_large_string(arrow_type):
        return values
    if pt.is_floating(arrow_type):
        return _doubles(values.cast(pa.float64()))
    if pt.is_decimal(arrow_type):
        return _decimals(values)
    if pt.is_timestamp(arrow_type):
        return _instants(values)
    if pt.is_date(arrow_type) or pt.is_integer(arrow_type) or pt.is_boolean(arrow_type):
        return values.cast(pa.string())
    return pa.array([None if cell is None else str(cell) for cell in cells(values)], pa.string())


def field_of_name(name: str) -> str:
    """A column's name as a field of the header."""
    return _guarded_fields(pa.array([name], pa.string()))[0].as_py()


def _is_free_text(arrow_type: pa.DataType) -> bool:
    if pt.is_dictionary(arrow_type):
        return _is_free_text(arrow_type.value_type)
    return not (pt.is_boolean(arrow_type) or pt.is_integer(arrow_type) or pt.is_floating(arrow_type) or pt.is_decimal(arrow_type) or pt.is_temporal(arrow_type))


def _guarded_fields(text: pa.Array) -> pa.Array:
    suspect = pc.match_substring_regex(text, _FORMULA)
    if pc.any(suspect).as_py():
        formulas = pc.and_(suspect, pc.invert(pc.match_substring_regex(text, _NUMBER)))
        text = pc.if_else(formulas, pc.binary_join_element_wise(pa.scalar("'", text.type), text, pa.scalar("", text.type)), text)
    # An empty field is null, so text that is empty needs its quotes.
    special = pc.or_(pc.match_substring_regex(text, _SPECIAL), pc.equal(pc.binary_length(text), 0))
    if not pc.any(special).as_py():
        return text
    mark, nothing = pa.scalar('"', text.type), pa.scalar("", text.type)
    return pc.if_else(special, pc.binary_join_element_wise(mark, pc.replace_substring(text, '"', '""'), mark, nothing), text)


def _doubles(values: pa.Array) -> pa.Array:
    # Arrow writes the shortest digits that give the double back.
    text = values.cast(pa.string())
    numbers = pc.fill_null(values, 0.5).to_numpy(zero_copy_only=False)
    whole = (numbers == np.trunc(numbers)) & (np.abs(numbers) < _WHOLE_BELOW)
    if not whole.any():
        return text
    # With a point, or a column of whole doubles would come back as integers.
    pointless = pc.and_(pa.array(whole), pc.match_substring_regex(text, r"^-?[0-9]+$"))
    return pc.if_else(pointless, pc.binary_join_element_wise(text, pa.scalar(".0"), pa.scalar("")), text)


def _decimals(values: pa.Array) -> pa.Array:
    text = values.cast(pa.string())
    # Very small ones come with an exponent, which the column would not be read back with.
    exponents = pc.match_substring(text, "E")
    if not pc.any(exponents).as_py():
        return text
    return pa.array([None if value is None else format(value, "f") for value in values.to_pylist()], pa.string())


def _instants(values: pa.Array) -> pa.Array:
    zone = values.type.tz
    plain = values.cast(pa.timestamp(values.type.unit, "UTC")).cast(pa.timestamp(values.type.unit)) if zone else values
    text = pc.replace_substring(plain.cast(pa.string()), " ", "T", max_replacements=1)
    if values.type.unit != "s":
        text = pc.ascii_rtrim(pc.ascii_rtrim(text, "0"), ".")
    return pc.binary_join_element_wise(text, pa.scalar("Z"), pa.scalar("")) if zone else text

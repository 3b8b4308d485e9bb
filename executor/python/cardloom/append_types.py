"""The columns of a version and of the file behind it as columns of both."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.types as pt

from .columns import column_type
from .csv_header import MAX_COLUMNS
from .import_refusal import ImportRefusal

MAX_DECIMAL_DIGITS = 38
INT64_DIGITS = 19


@dataclass(frozen=True)
class Joint:
    """A column of the rows together."""

    name: str
    type: pa.DataType
    warning: str | None = None


def join(before: pa.Schema, added: pa.Schema, empty: set[str]) -> tuple[list[Joint], list[str]]:
    """The columns of both, the version's first, and the names of those whose types have no common one.

    `empty`: columns of `added` without a value. Raises ImportRefusal where there would be too many.
    """
    joints: list[Joint] = []
    unlike: list[str] = []
    for field in before:
        if field.name not in added.names:
            joints.append(Joint(field.name, field.type, f"The file has no column “{field.name}”; it is empty in the rows that were appended."))
            continue
        together = field.type if field.name in empty else common_type(field.type, added.field(field.name).type)
        if together is None:
            unlike.append(field.name)
            together = field.type
        warning = None
        if column_type(together) != column_type(field.type):
            warning = f"Column “{field.name}” was {column_type(field.type)} and is {column_type(together)} now, to hold the values that were appended."
        joints.append(Joint(field.name, together, warning))
    for field in added:
        if field.name not in before.names:
            joints.append(Joint(field.name, field.type, f"Column “{field.name}” is new; it is empty in the rows that were there before."))
    if len(joints) > MAX_COLUMNS:
        raise ImportRefusal(f"With the file's new columns the dataset would have {len(joints):,}; the limit is {MAX_COLUMNS:,}. Check that the file belongs to this dataset.")
    return joints, unlike


def common_type(before: pa.DataType, added: pa.DataType) -> pa.DataType | None:
    """The narrowest type that may hold the values of both exactly; None where there is none.

    Whether it does is for the values to say: an integer beyond 2^53 is no double.
    """
    if before == added:
        return before
    kinds = {column_type(before), column_type(added)}
    if kinds <= {"int64", "decimal"}:
        return _decimal(before, added)
    if kinds == {"int64", "double"}:
        return pa.float64()
    if kinds == {"date", "timestamp"}:
        return before if pt.is_timestamp(before) else added
    if kinds in ({"timestamp"}, {"timestamptz"}):
        return before if before.unit == "ns" else added
    # Decimals hold what doubles would round: there is no way from one to the other that always keeps both.
    return None


def _decimal(before: pa.DataType, added: pa.DataType) -> pa.DataType | None:
    scale = max(_scale(before), _scale(added))
    digits = max(_precision(before) - _scale(before), _precision(added) - _scale(added)) + scale
    return pa.decimal128(min(digits, MAX_DECIMAL_DIGITS), scale) if scale <= MAX_DECIMAL_DIGITS else None


def _scale(arrow_type: pa.DataType) -> int:
    return arrow_type.scale if pt.is_decimal(arrow_type) else 0


def _precision(arrow_type: pa.DataType) -> int:
    return arrow_type.precision if pt.is_decimal(arrow_type) else INT64_DIGITS

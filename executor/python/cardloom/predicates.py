"""Filters compiled to one Arrow expression. Pure: predicates and a schema in, an expression out."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

UNITS_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
EPOCH = datetime(1970, 1, 1)
NO_ROW = pc.scalar(False)


class UnknownColumn(Exception):
    """A predicate or a projection names a column the dataset lacks. `available`: those it has."""

    def __init__(self, name: str, available: list[str]) -> None:
        super().__init__(f"There is no column named {name!r}.")
        self.name = name
        self.available = available


def to_expression(predicates: list[dict[str, Any]], schema: pa.Schema) -> pc.Expression | None:
    """The rows for which all predicates hold; None keeps every row. Raises UnknownColumn.

    A value that cannot be of the column's type matches nothing: asking for "abc" in a column of
    numbers is an honest question with an empty answer.
    """
    combined: pc.Expression | None = None
    for predicate in predicates:
        name = predicate["column"]
        if schema.names.count(name) != 1:
            raise UnknownColumn(name, schema.names)
        field = pc.field(name)
        arrow_type = schema.field(name).type
        if pt.is_dictionary(arrow_type):
            arrow_type = arrow_type.value_type
            field = field.cast(arrow_type)
        expression = _compile(predicate, field, arrow_type)
        combined = expression if combined is None else combined & expression
    return combined


def _compile(predicate: dict[str, Any], field: pc.Expression, arrow_type: pa.DataType) -> pc.Expression:
    if predicate["op"] == "in":
        return _one_of(field, arrow_type, predicate["values"])
    if predicate["op"] == "range":
        return _within(field, arrow_type, predicate)
    if predicate["op"] == "contains":
        text = field if _is_text(arrow_type) else field.cast(pa.string())
        return pc.match_substring(text, pattern=predicate["text"], ignore_case=True)
    raise ValueError(f"unknown predicate {predicate['op']!r}")


def _one_of(field: pc.Expression, arrow_type: pa.DataType, values: list[Any]) -> pc.Expression:
    exact = [scalar for value in values if value is not None and (scalar := _exact(value, arrow_type)) is not None]
    expression = pc.is_in(field, value_set=pa.array(exact, arrow_type), skip_nulls=True) if exact else NO_ROW
    if None in values:
        expression = expression | field.is_null(nan_is_null=pt.is_floating(arrow_type))
    return expression


def _within(field: pc.Expression, arrow_type: pa.DataType, predicate: dict[str, Any]) -> pc.Expression:
    if pt.is_boolean(arrow_type):
        return NO_ROW
    expression = field.is_valid()
    for bound, round_up, keep in (
        ("gte", True, lambda limit: field >= limit),
        ("lte", False, lambda limit: field <= limit),
        ("lt", True, lambda limit: field < limit),
    ):
        value = predicate.get(bound)
        if value is None:
            continue
        limit = _bound(value, arrow_type, round_up)
        if limit is None:
            return NO_ROW
        if isinstance(limit, bool):
            # The bound lies outside what the type can hold: `limit` says whether it lies above.
            if limit == (bound == "gte"):
                return NO_ROW
            continue
        expression = expression & keep(limit)
    return expression


def _is_text(arrow_type: pa.DataType) -> bool:
    return pt.is_string(arrow_type) or pt.is_large_string(arrow_type) or pt.is_string_view(arrow_type)


def _exact(value: Any, arrow_type: pa.DataType) -> Any:
    """The value in the column's type, or None when the type cannot hold exactly that."""
    if _is_text(arrow_type):
        return ("true" if value else "false") if isinstance(value, bool) else _plain(value)
    if pt.is_boolean(arrow_type):
        return {"true": True, "false": False}.get(str(value).lower()) if isinstance(value, (bool, str)) else None
    if pt.is_integer(arrow_type) or pt.is_decimal(arrow_type):
        number = _decimal(value)
        if number is None or not number.is_finite():
            return None
        low, high = _rounded(number, arrow_type, False), _rounded(number, arrow_type, True)
        return None if isinstance(low, bool) or isinstance(high, bool) or low.as_py() != high.as_py() else low.as_py()
    if pt.is_floating(arrow_type):
        number = _decimal(value)
        return None if number is None else float(number)
    if pt.is_date(arrow_type) or pt.is_timestamp(arrow_type):
        low, high = _moment(value, arrow_type, False), _moment(value, arrow_type, True)
        return low if low is not None and low == high else None
    return None


def _bound(value: Any, arrow_type: pa.DataType, round_up: bool) -> pa.Scalar | bool | None:
    """A bound in the column's type, rounded so that it keeps the same rows; a bool when out of range."""
    if _is_text(arrow_type):
        return pa.scalar(_plain(value), arrow_type)
    if pt.is_integer(arrow_type) or pt.is_decimal(arrow_type):
        number = _decimal(value)
        return None if number is None or number.is_nan() else _rounded(number, arrow_type, round_up)
    if pt.is_floating(arrow_type):
        number = _decimal(value)
        return None if number is None else pa.scalar(float(number), pa.float64())
    if pt.is_date(arrow_type) or pt.is_timestamp(arrow_type):
        return _moment(value, arrow_type, round_up)
    return None


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return None
    try:
        # By way of its shortest text: the 0.1 somebody typed, not the binary fraction nearest to it.
        return Decimal(str(value).strip())
    except InvalidOperation:
        return None


def _rounded(number: Decimal, arrow_type: pa.DataType, round_up: bool) -> pa.Scalar | bool:
    above = number > 0
    if number.is_infinite():
        return above
    scale = arrow_type.scale if pt.is_decimal(arrow_type) else 0
    if number.adjusted() > 80:
        return above
    shifted = int((number * (10**scale)).to_integral_value(ROUND_CEILING if round_up else ROUND_FLOOR))
    if pt.is_decimal(arrow_type):
        if abs(shifted) >= 10**arrow_type.precision:
            return above
        return pa.scalar(Decimal((0 if shifted >= 0 else 1, tuple(map(int, str(abs(shifted)))), -scale)), arrow_type)
    signed = pt.is_signed_integer(arrow_type)
    lowest = -(2 ** (arrow_type.bit_width - 1)) if signed else 0
    highest = 2 ** (arrow_type.bit_width - (1 if signed else 0)) - 1
    if not lowest <= shifted <= highest:
        return above
    return pa.scalar(shifted, arrow_type)


def _moment(value: Any, arrow_type: pa.DataType, round_up: bool) -> pa.Scalar | None:
    """A date or instant in the column's unit. Without an offset it is read as UTC where the column has a zone."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if moment is None:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    elapsed = moment - EPOCH
    micros = (elapsed.days * 86_400 + elapsed.seconds) * 10**6 + elapsed.microseconds
    if pt.is_date(arrow_type):
        days = _divided(micros, 86_400 * 10**6, round_up)
        return pa.scalar(date.fromordinal(days + EPOCH.toordinal()), arrow_type)
    ticks = _divided(micros * UNITS_PER_SECOND[arrow_type.unit], 10**6, round_up)
    if abs(ticks) >= 2**63:
        return None
    return pa.scalar(ticks, arrow_type)


def _divided(amount: int, by: int, round_up: bool) -> int:
    return -(-amount // by) if round_up else amount // by

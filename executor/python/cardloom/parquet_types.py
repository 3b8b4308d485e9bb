"""Parquet's many types as our eight: exactly, or as text with a word about it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from .import_refusal import ImportRefusal

MAX_DECIMAL_DIGITS = 38
MAX_INT64 = 2**63 - 1


@dataclass(frozen=True)
class Reading:
    """How a column is read: into which type, by what, and what its author should know of it."""

    name: str
    type: pa.DataType
    convert: Callable[[pa.Array], pa.Array]
    warning: str | None = None


class Survey:
    """What a column's values are like, where its type alone does not decide how it is read."""

    def __init__(self, arrow_type: pa.DataType) -> None:
        self._type = _storage(arrow_type)
        # Innocent until a value proves otherwise.
        self.is_small = True
        """Unsigned: fits int64. Decimal: fits 38 digits. Nanoseconds: whole microseconds. Binary: UTF-8 text."""

    @property
    def is_due(self) -> bool:
        """Must the values be looked at?"""
        arrow_type = self._type
        nanoseconds = pt.is_timestamp(arrow_type) and arrow_type.unit == "ns"
        return pt.is_uint64(arrow_type) or pt.is_decimal256(arrow_type) or nanoseconds or _is_binary(arrow_type)

    def add(self, column: pa.Array) -> None:
        """Take a chunk of the column as it is in the file."""
        if self.is_small and self.is_due:
            self.is_small = self._fits(_plain(column))

    def _fits(self, values: pa.Array) -> bool:
        arrow_type = self._type
        if pt.is_uint64(arrow_type):
            return (pc.max(values).as_py() or 0) <= MAX_INT64
        if pt.is_timestamp(arrow_type):
            ticks = values.cast(pa.int64())
            return bool(pc.all(pc.equal(pc.multiply(pc.divide(ticks, 1000), 1000), ticks)).as_py() in (True, None))
        target = pa.decimal128(MAX_DECIMAL_DIGITS, arrow_type.scale) if pt.is_decimal256(arrow_type) and 0 <= arrow_type.scale <= MAX_DECIMAL_DIGITS else pa.string()
        if pt.is_decimal256(arrow_type) and pt.is_string(target):
            return False
        try:
            values.cast(target)
            return True
        except pa.ArrowInvalid:
            return False


def reading_of(name: str, arrow_type: pa.DataType, survey: Survey) -> Reading:
    """How a column of this type is read, given what its values are like."""
    stored = _storage(arrow_type)
    cast_to = lambda target: Reading(name, target, lambda column: _cast(name, _plain(column), target))  # noqa: E731
    if pt.is_boolean(stored) or pt.is_date32(stored):
        return cast_to(stored)
    if pt.is_date64(stored):
        return cast_to(pa.date32())
    if pt.is_uint64(stored):
        if survey.is_small:
            return cast_to(pa.int64())
        reason = "it has whole numbers beyond 64 bits; they are stored as exact decimals"
        return _with_warning(cast_to(pa.decimal128(20, 0)), f"Column “{name}”: {reason}.")
    if pt.is_integer(stored):
        return cast_to(pa.int64())
    if pt.is_floating(stored):
        return cast_to(pa.float64())
    if pt.is_decimal(stored):
        return _decimal(name, stored, survey)
    if pt.is_timestamp(stored):
        return _timestamp(name, stored, survey)
    if pt.is_null(stored) or pt.is_string(stored) or pt.is_large_string(stored) or pt.is_string_view(stored):
        return cast_to(pa.string())
    return _as_text(name, stored, survey)


def _decimal(name: str, stored: pa.DataType, survey: Survey) -> Reading:
    digits, scale = stored.precision, stored.scale
    if scale < 0:
        digits, scale = digits - scale, 0
    if scale <= MAX_DECIMAL_DIGITS and (digits <= MAX_DECIMAL_DIGITS or survey.is_small and pt.is_decimal256(stored) and stored.scale >= 0):
        target = pa.decimal128(min(max(digits, 1), MAX_DECIMAL_DIGITS), scale)
        return Reading(name, target, lambda column: _cast(name, _plain(column), target))
    warning = f"Column “{name}” was kept as text: its decimals have up to {digits} digits, and a decimal holds {MAX_DECIMAL_DIGITS}."
    return Reading(name, pa.string(), lambda column: _texts(column, lambda value: format(value, "f")), warning)


def _timestamp(name: str, stored: pa.DataType, survey: Survey) -> Reading:
    unit = "ns" if stored.unit == "ns" and not survey.is_small else "us"
    target = pa.timestamp(unit, "UTC" if stored.tz else None)
    warning = None
    if stored.tz and stored.tz.upper() not in ("UTC", "Z", "+00:00", "ETC/UTC"):
        warning = f"Column “{name}”: its times are stored as the same instants in UTC; their time zone ({stored.tz[:60]}) is not kept."
    return Reading(name, target, lambda column: _cast(name, _plain(column), target), warning)


def _as_text(name: str, stored: pa.DataType, survey: Survey) -> Reading:
    if _is_binary(stored):
        if survey.is_small:
            return Reading(name, pa.string(), lambda column: _cast(name, _plain(column), pa.string()))
        warning = f"Column “{name}” holds bytes that are not text; they were kept as hexadecimal text."
        return Reading(name, pa.string(), lambda column: _texts(column, bytes.hex), warning)
    if pt.is_time(stored):
        warning = f"Column “{name}” holds times of day, which were kept as text."
        return Reading(name, pa.string(), lambda column: _times(_plain(column)), warning)
    if pt.is_duration(stored):
        warning = f"Column “{name}” holds durations, which were kept as text in seconds."
        return Reading(name, pa.string(), lambda column: _seconds(_plain(column)), warning)
    if pt.is_interval(stored):
        warning = f"Column “{name}” holds intervals of months, days and time, which were kept as text."
        return Reading(name, pa.string(), lambda column: _texts(column, _interval), warning)
    if pt.is_nested(stored):
        warning = f"Column “{name}” holds lists or records, which were kept as JSON text."
        return Reading(name, pa.string(), lambda column: _json(name, column), warning)
    raise ImportRefusal(f"Column “{name}” has the type {stored}, which has no place in a table of values. Leave the column out, or write it as text.", column=name)


def _with_warning(reading: Reading, warning: str) -> Reading:
    return Reading(reading.name, reading.type, reading.convert, warning)


def _storage(arrow_type: pa.DataType) -> pa.DataType:
    """The type of the values themselves, beneath dictionaries, run lengths and extensions."""
    while True:
        if isinstance(arrow_type, pa.BaseExtensionType):
            # A UUID is bytes to Parquet and text to everybody else.
            if arrow_type.extension_name == "arrow.uuid":
                return pa.binary(16)
            # What its maker alone can read, such as DuckDB's BIGNUM.
            if arrow_type.extension_name == "arrow.opaque":
                return arrow_type
            arrow_type = arrow_type.storage_type
        elif pt.is_dictionary(arrow_type) or pt.is_run_end_encoded(arrow_type):
            arrow_type = arrow_type.value_type
        else:
            return arrow_type


def _plain(column: pa.Array) -> pa.Array:
    """The values themselves."""
    while True:
        if isinstance(column, pa.ExtensionArray):
            column = column.storage
        elif pt.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        elif pt.is_run_end_encoded(column.type):
            column = pc.run_end_decode(column)
        else:
            return column


def _is_binary(arrow_type: pa.DataType) -> bool:
    return pt.is_binary(arrow_type) or pt.is_large_binary(arrow_type) or pt.is_fixed_size_binary(arrow_type) or pt.is_binary_view(arrow_type)


def _cast(name: str, values: pa.Array, target: pa.DataType) -> pa.Array:
    try:
        return values.cast(target)
    except pa.ArrowInvalid as error:
        raise ImportRefusal(f"Column “{name}” has a value that cannot be stored exactly ({str(error).splitlines()[0][:200]}). Correct it, or write the column as text.", column=name) from None


def _texts(column: pa.Array, write: Callable[[Any], str]) -> pa.Array:
    return pa.array([None if value is None else write(value) for value in _plain(column).to_pylist()], pa.string())


def _times(values: pa.Array) -> pa.Array:
    text = values.cast(pa.string())
    return text if values.type.unit == "s" else pc.ascii_rtrim(pc.ascii_rtrim(text, "0"), ".")


def _seconds(values: pa.Array) -> pa.Array:
    digits = {"s": 0, "ms": 3, "us": 6, "ns": 9}[values.type.unit]
    ticks = values.cast(pa.int64()).to_pylist()
    written = [None if tick is None else format(Decimal(tick).scaleb(-digits), "f") for tick in ticks]
    return pa.array([text.rstrip("0").rstrip(".") if text and "." in text else text for text in written], pa.string())


def _interval(value: pa.MonthDayNano) -> str:
    """As DuckDB writes an interval, and reads it."""
    years, months = divmod(abs(value.months), 12)
    sign = -1 if value.months < 0 else 1
    words = [f"{sign * count} {unit}{'' if count == 1 else 's'}" for count, unit in ((years, "year"), (months, "month")) if count]
    if value.days:
        words.append(f"{value.days} day{'' if abs(value.days) == 1 else 's'}")
    if value.nanoseconds or not words:
        seconds, nanoseconds = divmod(abs(value.nanoseconds), 10**9)
        fraction = f".{nanoseconds:09d}".rstrip("0").rstrip(".")
        words.append(f"{'-' if value.nanoseconds < 0 else ''}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}")
    return " ".join(words)


def _json(name: str, column: pa.Array) -> pa.Array:
    try:
        return pa.array([None if value is None else json.dumps(value, ensure_ascii=False, default=_json_scalar) for value in _plain(column).to_pylist()], pa.string())
    except (ValueError, TypeError, OverflowError, RecursionError, pa.ArrowException) as error:
        raise ImportRefusal(f"Column “{name}” holds lists or records that cannot be written as JSON ({str(error)[:200]}). Leave the column out, or write it as text.", column=name) from None


def _json_scalar(value: Any) -> Any:
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)

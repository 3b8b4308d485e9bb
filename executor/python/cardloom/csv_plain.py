"""Values that are written as they would be written back, told and converted without looking at each.

A column whose type is known from the rows before needs no second opinion where a few sums over its bytes prove that
every value is of that type, in its plain form. Where they don't, `csv_evidence` looks closer. Nothing here decides:
it only proves what a decision already says.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .csv_evidence import Evidence
from .csv_kinds import MAX_EXACT_INTEGER, MAX_NANOSECOND_YEARS, SAFE_DOUBLE_DIGITS
from .csv_types import Decision

_POINT, _MINUS, _ZERO, _NINE, _COLON, _ZULU = (ord(character) for character in ".-09:Z")
_POWERS_OF_TEN = [10**digits for digits in range(1, 19)]
_YEAR_1_DAYS = -719_162


@dataclass(frozen=True)
class Plain:
    """A chunk of a column, converted, and what the evidence must learn of it: see Evidence.

    `count` values of one `kind`, `first` of which stands at a place in the chunk, as written. `largest` by magnitude.
    """

    values: pa.Array
    kind: str = "text"
    count: int = 0
    first: tuple[int, str] = (0, "")
    empties: int = 0
    max_integer_digits: int = 0
    max_scale: int = 0
    points: bool = False
    largest: int = 0
    beyond_nanoseconds: bool = False
    tokens: dict[str, int] = field(default_factory=dict)


class _Text:
    """A string array's bytes, and where its values that are not empty begin and end."""

    def __init__(self, values: pa.Array) -> None:
        _, offsets, data = values.buffers()
        self.bounds = np.frombuffer(offsets, np.int32, len(values) + 1, values.offset * 4)
        first, last = int(self.bounds[0]), int(self.bounds[-1])
        # Behind the last byte stands one more, so that a look at the byte after a value needs no condition.
        self.bytes = np.frombuffer(data, np.uint8, last) if data is not None and last else np.zeros(0, np.uint8)
        self.value_bytes = self.bytes[first:]
        self.size_bytes = last - first
        self.starts, self.ends = self.bounds[:-1], self.bounds[1:]
        self.filled = self.ends > self.starts
        self.count = int(np.count_nonzero(self.filled))
        self.empties = len(values) - self.count
        self.values = values
        if self.empties:
            self.starts, self.ends = self.starts[self.filled], self.ends[self.filled]
            validity = pa.py_buffer(np.packbits(self.filled, bitorder="little"))
            # The same bytes; what is empty is null.
            self.values = pa.Array.from_buffers(pa.string(), len(values), [_shifted(validity, values.offset, self.filled), offsets, data], self.empties, values.offset)


def _shifted(validity: pa.Buffer, offset: int, filled: np.ndarray) -> pa.Buffer:
    if not offset:
        return validity
    return pa.py_buffer(np.packbits(np.concatenate([np.zeros(offset, bool), filled]), bitorder="little"))


def prove(values: pa.Array, decision: Decision, closed: bool) -> Plain | None:
    """The chunk as the decision's type, if all of it is plainly written that way; None where that is not certain.

    `closed`: the column is text whatever may come.
    """
    if decision.reading == "text":
        return Plain(_Text(values).values) if closed else None
    way = _WAYS.get(decision.reading)
    if way is None or decision.decimal != "." or any(map(_means_something, decision.null_tokens)):
        return None
    if decision.padded:
        values = pc.ascii_trim(values, " \t")
    tokens: dict[str, int] = {}
    if decision.null_tokens:
        values, tokens = _without_tokens(values, decision.null_tokens)
    text = _Text(values)
    if not text.count:
        return Plain(pa.nulls(len(values), decision.type), empties=text.empties, tokens=tokens)
    try:
        plain = way(text, decision.type)
    except pa.ArrowInvalid:
        return None
    return dataclasses.replace(plain, tokens=tokens) if plain and tokens else plain


def _means_something(token: str) -> bool:
    """Would a value be taken for what it is, although the file's author says that it means nothing?"""
    return any(character.isdigit() for character in token) or token.lower() in ("true", "false")


def _without_tokens(values: pa.Array, null_tokens: tuple[str, ...]) -> tuple[pa.Array, dict[str, int]]:
    at = pc.is_in(values, pa.array(null_tokens))
    found = pc.value_counts(values.filter(at)).to_pylist()
    return (pc.if_else(at, "", values) if found else values), {each["values"]: each["counts"] for each in found}


def add(plain: Plain, first_row: int, evidence: Evidence) -> None:
    """Add what a proof found, in a chunk that begins with `first_row`, to the column's evidence."""
    evidence.empties += plain.empties - sum(plain.tokens.values())
    evidence.tokens.update(plain.tokens)
    evidence.max_integer_digits = max(evidence.max_integer_digits, plain.max_integer_digits)
    evidence.max_scale = max(evidence.max_scale, plain.max_scale)
    evidence.points = evidence.points or plain.points
    evidence.beyond_nanoseconds = evidence.beyond_nanoseconds or plain.beyond_nanoseconds
    if plain.count:
        at, value = plain.first
        evidence.add(plain.kind, plain.count, first_row + at, value)
    if abs(plain.largest) > MAX_EXACT_INTEGER:
        evidence.unsafe_integer = evidence.unsafe_integer or str(plain.largest)


def _plain(text: _Text, converted: pa.Array, kind: str, **learnt: Any) -> Plain:
    at = int(np.argmax(text.filled))
    return Plain(converted, kind, text.count, (at, text.values[at].as_py()), text.empties, **learnt)


def _integers(text: _Text, arrow_type: pa.DataType) -> Plain | None:
    # No letters: hexadecimal is shorter than what it stands for.
    if np.count_nonzero(text.value_bytes > _NINE):
        return None
    converted = text.values.cast(arrow_type)
    numbers = converted.to_numpy(zero_copy_only=False) if not text.empties else _filled(converted, text)
    low, high = int(numbers.min()), int(numbers.max())
    largest = max(-low, high)
    if largest >= 10**18:
        return None
    negatives = int(np.count_nonzero(numbers < 0)) if low < 0 else 0
    digits = text.count + _further_digits(numbers, low, high)
    # Zeros in front, or a minus before zero, take room that the number itself does not account for.
    if digits + negatives != text.size_bytes:
        return None
    return _plain(text, converted, "int", max_integer_digits=len(str(largest)), largest=high if high == largest else low)


def _filled(converted: pa.Array, text: _Text) -> np.ndarray:
    width = np.int64
    return np.frombuffer(converted.buffers()[1], width, len(converted), converted.offset * 8)[text.filled]


def _further_digits(numbers: np.ndarray, low: int, high: int) -> int:
    """Digits of all numbers together, but for the first of each."""
    if low >= 0:
        return sum(len(numbers) if low >= power else int(np.count_nonzero(numbers >= power)) for power in _POWERS_OF_TEN if power <= high)
    magnitudes = np.abs(numbers)
    return sum(int(np.count_nonzero(magnitudes >= power)) for power in _POWERS_OF_TEN if power <= max(-low, high))


@dataclass(frozen=True)
class _Digits:
    """How numbers with at most one point each are written."""

    integer: np.ndarray
    scale: np.ndarray
    points: bool


def _digits(text: _Text) -> _Digits | None:
    """None unless every value is digits with at most one point and a minus in front, without zeros that add nothing."""
    data, starts, ends = text.bytes, text.starts, text.ends
    is_digit = (text.value_bytes - _ZERO) <= 9
    at_point = np.flatnonzero(text.value_bytes == _POINT) + (len(data) - len(text.value_bytes))
    negative = data[starts] == _MINUS
    if np.count_nonzero(is_digit) + len(at_point) + np.count_nonzero(negative) != text.size_bytes:
        return None
    if len(at_point) == text.count:
        # One each, or a value has two and another none.
        if not ((at_point >= starts) & (at_point < ends)).all():
            return None
        points = at_point
    else:
        owner = np.searchsorted(ends, at_point, side="right")
        if (owner[1:] == owner[:-1]).any():
            return None
        points = ends.copy()
        points[owner] = at_point
    first_digit = starts + negative
    integer = points - first_digit
    if ((data[np.minimum(first_digit, ends - 1)] == _ZERO) & (integer > 1)).any():
        return None
    return _Digits(integer, np.maximum(ends - points - 1, 0), len(at_point) > 0)


def _doubles(text: _Text, arrow_type: pa.DataType) -> Plain | None:
    written = _digits(text)
    if written is None:
        return None
    converted = text.values.cast(arrow_type)
    significant = written.integer + written.scale
    if int(significant.max()) > SAFE_DOUBLE_DIGITS and not _give_back(text, converted, significant > SAFE_DOUBLE_DIGITS):
        return None
    return _plain(text, converted, "double", max_integer_digits=int(written.integer.max()), max_scale=int(written.scale.max()), points=written.points)


def _give_back(text: _Text, converted: pa.Array, long: np.ndarray) -> bool:
    """Are these doubles, written in the shortest way that tells them apart, what stands there?"""
    chosen = pa.array(np.flatnonzero(text.filled)[long])
    return pc.all(pc.equal(converted.take(chosen).cast(pa.string()), text.values.take(chosen))).as_py()


def _decimals(text: _Text, arrow_type: pa.DataType) -> Plain | None:
    written = _digits(text)
    if written is None or (written.points and not arrow_type.scale):
        return None
    integer_digits, scale = int(written.integer.max()), int(written.scale.max())
    if integer_digits > arrow_type.precision - arrow_type.scale or scale > arrow_type.scale:
        return None
    converted = text.values.cast(arrow_type)
    if not arrow_type.scale and pc.any(pc.equal(converted, pa.scalar(0).cast(arrow_type))).as_py():
        # Perhaps a zero with a minus, which is no whole number.
        return None
    return _plain(text, converted, "double" if arrow_type.scale else "int", max_integer_digits=integer_digits, max_scale=scale, points=written.points)


def _dates(text: _Text, arrow_type: pa.DataType) -> Plain | None:
    if text.size_bytes != 10 * text.count:
        return None
    converted = text.values.cast(arrow_type)
    # The calendar begins with year 1; Arrow takes a year 0.
    if pc.min(converted.cast(pa.int32())).as_py() < _YEAR_1_DAYS:
        return None
    return _plain(text, converted, "date")


def _times(text: _Text, arrow_type: pa.DataType) -> Plain | None:
    if arrow_type.unit != "us" or int((text.ends - text.starts).min()) < len("2024-01-31 23:59"):
        return None
    # Arrow takes an hour without minutes.
    if not (text.bytes[text.starts + 13] == _COLON).all():
        return None
    if arrow_type.tz is not None and not (text.bytes[text.ends - 1] == _ZULU).all():
        return None
    converted = text.values.cast(arrow_type)
    extent = pc.min_max(converted.cast(pa.int64()))
    first, last = extent["min"].as_py() // 1_000_000, extent["max"].as_py() // 1_000_000
    if first < _YEAR_1_DAYS * 86_400:
        return None
    beyond = max(-first, last) > MAX_NANOSECOND_YEARS
    return _plain(text, converted, "timestamp" if arrow_type.tz is None else "timestamptz", beyond_nanoseconds=beyond)


def _booleans(text: _Text, arrow_type: pa.DataType) -> Plain | None:
    # 0 and 1 are numbers.
    if int((text.ends - text.starts).min()) < len("true"):
        return None
    return _plain(text, text.values.cast(arrow_type), "boolean")


_WAYS = {"int64": _integers, "double": _doubles, "decimal": _decimals, "date": _dates, "timestamp": _times, "boolean": _booleans}

"""From evidence to a column's type, and from its text to values of that type. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from . import csv_decimal_comma
from .csv_dates import iso_from_slashed, iso_from_ymd
from .csv_evidence import Evidence
from .csv_kinds import KINDS_OF_NUMBER

MAX_DECIMAL_DIGITS = 38
KIND_NAMES = {
    "int": "whole numbers",
    "bigint": "whole numbers beyond 64 bits",
    "double": "numbers with a fraction or an exponent",
    "inexact": "numbers with many digits",
    "date": "dates",
    "ymd": "dates",
    "slashed": "dates",
    "timestamp": "times",
    "timestamptz": "times with a time zone",
    "boolean": "true or false",
    "zeros": "numbers with leading zeros",
    "text": "text",
}
# The share of a column that must look like something else before keeping it as text is worth a word.
SURPRISING_SHARE = 0.5


@dataclass(frozen=True)
class Decision:
    """A column's Arrow type and how its text is read. `odd`: the kind of value that kept it from a richer type."""

    type: pa.DataType
    reading: str = "text"
    reason: str | None = None
    odd: str | None = None
    null_tokens: tuple[str, ...] = ()
    padded: bool = False
    decimal: str = "."


def decide(evidence: Evidence) -> Decision:
    """The narrowest type that loses nothing of what was seen; text where there is none, with the reason if it may surprise."""
    kinds = {kind for kind, count in evidence.kinds.items() if count}
    marks = _marks(evidence)
    if not kinds:
        return Decision(pa.string())
    if "text" in kinds or "zeros" in kinds:
        return _text_among(evidence, kinds)
    if kinds <= KINDS_OF_NUMBER:
        return _number(evidence, kinds, marks)
    if kinds == {"boolean"}:
        return Decision(pa.bool_(), "boolean", **marks)
    if kinds == {"date"}:
        return Decision(pa.date32(), "date", **marks)
    if kinds == {"ymd"}:
        return Decision(pa.date32(), "ymd", **marks)
    if kinds == {"slashed"}:
        return _slashed(evidence, marks)
    if kinds == {"timestamp"} or kinds == {"timestamptz"}:
        if evidence.nanoseconds and evidence.beyond_nanoseconds:
            return Decision(pa.string(), reason="it has times to the nanosecond and others outside the years 1678 to 2261, which no time type holds together", odd=next(iter(kinds)))
        zone = "UTC" if kinds == {"timestamptz"} else None
        reason = "its times have offsets from UTC; they are stored as the same instants in UTC" if evidence.offsets else None
        return Decision(pa.timestamp("ns" if evidence.nanoseconds else "us", zone), "timestamp", reason, **marks)
    names = sorted({KIND_NAMES[kind] for kind in kinds})
    return Decision(pa.string(), reason=f"it mixes {' and '.join(names)}", odd=min(kinds, key=lambda kind: evidence.kinds[kind]))


def _text_among(evidence: Evidence, kinds: set[str]) -> Decision:
    total = sum(evidence.kinds.values())
    if kinds == {"zeros"} or (kinds <= {"zeros", "int", "bigint"} and "zeros" in kinds):
        return Decision(pa.string(), reason="it has numbers with leading zeros, which a number would lose", odd="zeros")
    odd = "text" if "text" in kinds else "zeros"
    if evidence.kinds[odd] <= (1 - SURPRISING_SHARE) * total:
        return Decision(pa.string(), reason="not every value is a number, date or boolean", odd=odd)
    return Decision(pa.string())


def _number(evidence: Evidence, kinds: set[str], marks: dict[str, Any]) -> Decision:
    if evidence.rules.decimal == "," and not evidence.rules.decimal_chosen and evidence.lone_groups and not evidence.sure_marks:
        return Decision(pa.string(), reason="the points in its numbers could stand before thousands or before decimals; choose the decimal mark to load them as numbers", odd=next(iter(kinds)))
    fractions = bool(kinds & {"double", "inexact"})
    if not fractions and "bigint" not in kinds:
        return Decision(pa.int64(), "int64", **marks)
    if not fractions:
        if evidence.max_integer_digits <= MAX_DECIMAL_DIGITS:
            reason = "it has whole numbers beyond 64 bits; they are stored as exact decimals"
            return Decision(pa.decimal128(MAX_DECIMAL_DIGITS, 0), "decimal", reason, "bigint", **marks)
        return Decision(pa.string(), reason=f"it has whole numbers of more than {MAX_DECIMAL_DIGITS} digits, which no number type holds", odd="bigint")
    if evidence.bare_exponents and evidence.bare_exponents == evidence.exponents and not evidence.points:
        return Decision(pa.string(), reason="values such as 1E5 may be codes; choose double to load them as numbers", odd="double" if "double" in kinds else "inexact")
    if "inexact" not in kinds and "bigint" not in kinds and not evidence.unsafe_integer:
        return Decision(pa.float64(), "double", **marks)
    odd = next(kind for kind in ("inexact", "bigint", "int", "double") if kind in kinds)
    digits = evidence.max_integer_digits + evidence.max_scale
    if evidence.exponents or digits > MAX_DECIMAL_DIGITS:
        return Decision(pa.string(), reason="it has numbers that a floating-point number would round, and that are too long for a decimal", odd=odd)
    reason = "it has numbers that a floating-point number would round; they are stored as exact decimals"
    return Decision(pa.decimal128(max(1, digits), evidence.max_scale), "decimal", reason, odd, **marks)


def _marks(evidence: Evidence) -> dict[str, Any]:
    return {"null_tokens": evidence.null_tokens, "padded": evidence.padded, "decimal": evidence.rules.decimal}


def _slashed(evidence: Evidence, marks: dict[str, Any]) -> Decision:
    if len(evidence.separators) > 1:
        return Decision(pa.string(), reason="its dates are written in different ways", odd="slashed")
    if order := evidence.rules.date_order:
        return Decision(pa.date32(), "dmy" if order == "day_first" else "mdy", **marks)
    if evidence.day_first and evidence.month_first:
        return Decision(pa.string(), reason="its dates could be day/month or month/day; choose the date order to load them as dates", odd="slashed")
    if evidence.day_first:
        return Decision(pa.date32(), "dmy", "its dates were read as day/month/year", **marks)
    if evidence.month_first:
        return Decision(pa.date32(), "mdy", "its dates were read as month/day/year", **marks)
    return Decision(pa.string(), reason="its dates mix day/month and month/day, or name days that don't exist", odd="slashed")


def convert(values: pa.Array, decision: Decision) -> pa.Array:
    """A chunk of text as its column's type; empty cells are null. Raises ArrowInvalid for what doesn't fit."""
    absent = pc.equal(values, "")
    if decision.reading == "text":
        return pc.if_else(absent, pa.scalar(None, pa.string()), values) if pc.any(absent).as_py() else values
    if decision.padded:
        values = pc.ascii_trim(values, " \t")
        absent = pc.equal(values, "")
    if decision.null_tokens:
        absent = pc.or_(absent, pc.is_in(values, pa.array(decision.null_tokens)))
    if pc.any(absent).as_py():
        values = pc.if_else(absent, pa.scalar(None, pa.string()), values)
    if decision.decimal == "," and decision.reading in ("int64", "double", "decimal"):
        values = csv_decimal_comma.with_points(values)
    if decision.reading == "boolean":
        return pc.ascii_lower(values).cast(pa.bool_())
    if decision.reading == "ymd":
        values = iso_from_ymd(values)
    elif decision.reading in ("dmy", "mdy"):
        values = iso_from_slashed(values, decision.reading == "dmy")
    return values.cast(decision.type)

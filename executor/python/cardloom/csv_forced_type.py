"""The type its author asked for: given where every value fits it unchanged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from .csv_evidence import Evidence
from .csv_types import KIND_NAMES, MAX_DECIMAL_DIGITS, Decision, decide

_FITTING_KINDS: dict[str, set[str]] = {
    "int64": {"int"},
    "double": {"int", "double"},
    "decimal": {"int", "double", "inexact", "bigint"},
    "boolean": {"boolean"},
    "date": {"date", "ymd", "slashed"},
    "timestamp": {"timestamp", "date"},
    "timestamptz": {"timestamptz"},
}
_OTHER = "Correct the value, or choose another type."
_CURES = {
    ("int64", "bigint"): "Choose decimal or string.",
    ("int64", "double"): "Choose double or decimal.",
    ("double", "inexact"): "A double would round it: choose decimal or string.",
    ("double", "bigint"): "A double would round it: choose decimal or string.",
    ("timestamp", "timestamptz"): "Choose timestamptz.",
    ("timestamptz", "timestamp"): "Choose timestamp, or write the time zone behind the times.",
}


@dataclass(frozen=True)
class Misfit:
    """A value that doesn't fit, what it is, and what to do. `row` (0-based): None where only the value is known."""

    value: str
    row: int | None
    what: str
    cure: str


def force(wanted: str, evidence: Evidence) -> Decision | Misfit:
    """The decision for a type its author asked for, or the first value that would not come through it unchanged."""
    if wanted == "string":
        return Decision(pa.string())
    unfit = [kind for kind, count in evidence.kinds.items() if count and kind not in _FITTING_KINDS[wanted]]
    if unfit:
        return _misfit(min(unfit, key=lambda kind: evidence.first[kind][0]), wanted, evidence)
    marks: dict[str, Any] = {
        "null_tokens": evidence.null_tokens,
        "padded": evidence.padded,
        "decimal": evidence.rules.decimal,
    }
    if wanted == "int64":
        return Decision(pa.int64(), "int64", **marks)
    if wanted == "boolean":
        return Decision(pa.bool_(), "boolean", **marks)
    if wanted == "double":
        if evidence.unsafe_integer:
            return Misfit(evidence.unsafe_integer, None, "a whole number beyond 2^53", "A double would round it: choose int64, decimal or string.")
        return Decision(pa.float64(), "double", **marks)
    if wanted == "decimal":
        return _decimal(evidence, marks)
    if wanted == "date":
        return _date(evidence, marks)
    return _timestamp(wanted, evidence, marks)


def _misfit(kind: str, wanted: str, evidence: Evidence) -> Misfit:
    row, value = evidence.first[kind]
    cure = _CURES.get((wanted, kind), "Choose string to keep its zeros." if kind == "zeros" else _OTHER)
    return Misfit(value, row, KIND_NAMES[kind], cure)


def _decimal(evidence: Evidence, marks: dict[str, Any]) -> Decision | Misfit:
    if evidence.exponent:
        return Misfit(evidence.exponent, None, "a number with an exponent", "Write it out, or choose double or string.")
    digits = evidence.max_integer_digits + evidence.max_scale
    if digits > MAX_DECIMAL_DIGITS:
        kind = next(kind for kind in ("bigint", "inexact", "double", "int") if evidence.kinds[kind])
        row, value = evidence.first[kind]
        what = f"and {evidence.max_integer_digits} digits before the point and {evidence.max_scale} behind it are more than the {MAX_DECIMAL_DIGITS} of a decimal"
        return Misfit(value, row, what, "Choose string.")
    return Decision(pa.decimal128(max(1, digits), evidence.max_scale), "decimal", **marks)


def _date(evidence: Evidence, marks: dict[str, Any]) -> Decision | Misfit:
    kinds = {kind for kind, count in evidence.kinds.items() if count}
    if not kinds:
        return Decision(pa.date32(), "date", **marks)
    decided = decide(evidence)
    if decided.type == pa.date32():
        return decided
    kind = "slashed" if "slashed" in kinds else next(iter(kinds))
    row, value = evidence.first[kind]
    if kinds == {"slashed"} and len(evidence.separators) == 1 and evidence.day_first and evidence.month_first:
        return Misfit(value, row, "day/month or month/day", "Choose the date order.")
    return Misfit(value, row, "and other values are dates written differently or in another order", "Write all dates as 2024-01-31, or choose string.")


def _timestamp(wanted: str, evidence: Evidence, marks: dict[str, Any]) -> Decision | Misfit:
    if evidence.nanoseconds and evidence.beyond_nanoseconds:
        row, value = evidence.first[wanted]
        return Misfit(value, row, "and the column has nanoseconds as well as years outside 1678 to 2261", "Choose string.")
    return Decision(pa.timestamp("ns" if evidence.nanoseconds else "us", "UTC" if wanted == "timestamptz" else None), "timestamp", **marks)

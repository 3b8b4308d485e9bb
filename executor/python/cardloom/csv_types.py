"""From evidence to a column's type, and from its text to values of that type. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from .csv_dates import iso_from_slashed, iso_from_ymd
from .csv_evidence import KINDS_OF_NUMBER, MAX_DECIMAL_DIGITS, NULL_TOKENS, Evidence

KIND_NAMES = {
    "int": "whole numbers",
    "bigint": "whole numbers",
    "double": "numbers",
    "inexact": "numbers",
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
    null_tokens: bool = False
    padded: bool = False


def decide(evidence: Evidence) -> Decision:
    """The narrowest type that loses nothing of what was seen; text where there is none, with the reason if it may surprise."""
    kinds = {kind for kind, count in evidence.kinds.items() if count}
    marks = {"null_tokens": bool(evidence.tokens), "padded": evidence.padded}
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
        zone = "UTC" if kinds == {"timestamptz"} else None
        reason = "its times have different offsets from UTC; they are stored as the same instants in UTC" if evidence.offsets else None
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


def _number(evidence: Evidence, kinds: set[str], marks: dict[str, bool]) -> Decision:
    fractions = bool(kinds & {"double", "inexact"})
    if not fractions and "bigint" not in kinds:
        return Decision(pa.int64(), "int64", **marks)
    if not fractions:
        if evidence.max_integer_digits <= MAX_DECIMAL_DIGITS:
            reason = "it has whole numbers beyond 64 bits; they are stored as exact decimals"
            return Decision(pa.decimal128(MAX_DECIMAL_DIGITS, 0), "decimal", reason, "bigint", **marks)
        return Decision(pa.string(), reason=f"it has whole numbers of more than {MAX_DECIMAL_DIGITS} digits, which no number type holds", odd="bigint")
    codes = bool(kinds & {"int", "bigint"}) and evidence.bare_exponents and evidence.bare_exponents == evidence.exponents and not evidence.points
    if codes:
        return Decision(pa.string(), reason="values such as 1E5 among whole numbers may be codes", odd="double")
    exact = "inexact" not in kinds and "bigint" not in kinds and not evidence.unsafe_integers
    if exact:
        return Decision(pa.float64(), "double", **marks)
    odd = next(kind for kind in ("inexact", "bigint", "int", "double") if kind in kinds)
    digits = evidence.max_integer_digits + evidence.max_scale
    if evidence.exponents or digits > MAX_DECIMAL_DIGITS:
        return Decision(pa.string(), reason="it has numbers that a floating-point number would round, and that are too long for a decimal", odd=odd)
    reason = "it has numbers that a floating-point number would round; they are stored as exact decimals"
    return Decision(pa.decimal128(max(1, digits), evidence.max_scale), "decimal", reason, odd, **marks)


def _slashed(evidence: Evidence, marks: dict[str, bool]) -> Decision:
    if len(evidence.separators) > 1:
        return Decision(pa.string(), reason="its dates are written in different ways", odd="slashed")
    if evidence.day_first and evidence.month_first:
        return Decision(pa.string(), reason="its dates could be day/month or month/day; write them as 2024-01-31 to load them as dates", odd="slashed")
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
        absent = pc.or_(absent, pc.is_in(values, pa.array(NULL_TOKENS)))
    if pc.any(absent).as_py():
        values = pc.if_else(absent, pa.scalar(None, pa.string()), values)
    if decision.reading == "boolean":
        return pc.ascii_lower(values).cast(pa.bool_())
    if decision.reading == "ymd":
        values = iso_from_ymd(values)
    elif decision.reading in ("dmy", "mdy"):
        values = iso_from_slashed(values, decision.reading == "dmy")
    return values.cast(decision.type)


FORCED_TYPES: dict[str, tuple[set[str], pa.DataType | None]] = {
    "int64": ({"int"}, pa.int64()),
    "double": ({"int", "double", "inexact", "bigint"}, pa.float64()),
    "decimal": ({"int", "double", "inexact", "bigint"}, None),
    "boolean": ({"boolean"}, pa.bool_()),
    "date": ({"date", "ymd", "slashed"}, pa.date32()),
    "timestamp": ({"timestamp"}, None),
    "timestamptz": ({"timestamptz"}, None),
}


def force(wanted: str, evidence: Evidence) -> Decision | str:
    """The decision for a type its author asked for, or the kind of value that doesn't fit it."""
    if wanted == "string":
        return Decision(pa.string())
    allowed, arrow_type = FORCED_TYPES[wanted]
    unfit = [kind for kind, count in evidence.kinds.items() if count and kind not in allowed]
    if unfit:
        return min(unfit, key=lambda kind: evidence.first[kind][0])
    marks = {"null_tokens": bool(evidence.tokens), "padded": evidence.padded}
    if wanted in ("int64", "double", "boolean"):
        return Decision(arrow_type or pa.string(), wanted, **marks)
    if wanted == "decimal":
        digits = evidence.max_integer_digits + evidence.max_scale
        if evidence.exponents or digits > MAX_DECIMAL_DIGITS:
            return "inexact" if evidence.kinds["inexact"] else next(iter(evidence.kinds))
        return Decision(pa.decimal128(max(1, digits), evidence.max_scale), "decimal", **marks)
    if not evidence.kinds:
        zone = "UTC" if wanted == "timestamptz" else None
        return Decision(arrow_type or pa.timestamp("us", zone), "date" if wanted == "date" else "timestamp", **marks)
    decided = decide(evidence)
    return decided if decided.reading != "text" else next(iter(evidence.kinds))

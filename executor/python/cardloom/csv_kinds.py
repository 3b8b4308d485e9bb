"""The kinds of values that text can be: by its shape first, then by what it really holds."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from .csv_dates import are_dates, iso_from_slashed, iso_from_ymd

if TYPE_CHECKING:
    from .csv_evidence import Evidence

# So many significant digits always survive a double.
SAFE_DOUBLE_DIGITS = 15
MAX_EXACT_INTEGER = 2**53
# Seconds from 1970 that a 64-bit count of nanoseconds can hold.
MAX_NANOSECOND_YEARS = 9_223_372_035

NUMBER = r"^-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
# The calendar begins with the year 1.
_YEAR = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_CLOCK = _YEAR + r"-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
# In the order they are tried; what none of them takes is text.
SHAPES: tuple[tuple[str, str], ...] = (
    ("int", r"^(?:-?[1-9][0-9]*|0)$"),
    ("double", NUMBER),
    ("date", f"^{_YEAR}-[0-9]{{2}}-[0-9]{{2}}$"),
    ("timestamp", f"^{_CLOCK}$"),
    ("timestamptz", f"^{_CLOCK}(?:Z|[+-][0-9]{{2}}(?::?[0-9]{{2}})?)$"),
    ("boolean", r"^(?:[tT][rR][uU][eE]|[fF][aA][lL][sS][eE])$"),
    ("ymd", f"^{_YEAR}/[0-9]{{1,2}}/[0-9]{{1,2}}$"),
    ("slashed", f"^[0-9]{{1,2}}([/.-])[0-9]{{1,2}}([/.-]){_YEAR}$"),
    ("zeros", r"^-?0[0-9]+(?:\.[0-9]*)?$"),
)
KINDS_OF_NUMBER = {"int", "bigint", "double", "inexact"}

Parts = list[tuple[str, pa.Array]]


def settle_kind(kind: str, found: pa.Array, evidence: Evidence) -> Parts:
    """Split what has a kind's shape by what it really is: a number may be too long, a date impossible."""
    if kind == "int":
        return _integers(found, evidence)
    if kind == "double":
        return _doubles(found, evidence)
    if kind in ("timestamp", "timestamptz"):
        return _times(kind, found, evidence)
    if kind == "date":
        return _possible(kind, found, pa.date32())
    if kind == "ymd":
        return _possible(kind, found, pa.date32(), iso_from_ymd)
    if kind == "slashed":
        return _slashed(found, evidence)
    return [(kind, found)]


def _integers(found: pa.Array, evidence: Evidence) -> Parts:
    long = pc.greater(pc.binary_length(found), 18)
    short = found.filter(pc.invert(long))
    if len(short):
        note_integers(short.cast(pa.int64()), evidence)
    fits, beyond = [], []
    for text in found.filter(long).to_pylist():
        digits = len(text.lstrip("-"))
        evidence.max_integer_digits = max(evidence.max_integer_digits, digits)
        evidence.unsafe_integer = evidence.unsafe_integer or text
        (fits if digits < 20 and -(2**63) <= int(text) < 2**63 else beyond).append(text)
    return [("int", pa.concat_arrays([short, pa.array(fits, pa.string())])), ("bigint", pa.array(beyond, pa.string()))]


def note_integers(integers: pa.Array, evidence: Evidence) -> None:
    """Note how long whole numbers of 64 bits are, and whether a double could hold them."""
    extent = pc.min_max(integers)
    largest = max((extent["min"].as_py(), extent["max"].as_py()), key=abs)
    evidence.max_integer_digits = max(evidence.max_integer_digits, len(str(abs(largest))))
    if abs(largest) > MAX_EXACT_INTEGER:
        evidence.unsafe_integer = evidence.unsafe_integer or str(largest)


def _doubles(found: pa.Array, evidence: Evidence) -> Parts:
    exponent = pc.match_substring_regex(found, "[eE]")
    with_exponent = found.filter(exponent).to_pylist()
    if with_exponent:
        evidence.exponent = evidence.exponent or with_exponent[0]
    evidence.exponents += len(with_exponent)
    evidence.bare_exponents += sum("." not in text and "+" not in text and "-" not in text[1:] for text in with_exponent)
    without = found.filter(pc.invert(exponent))
    if len(without):
        note_digits(without, evidence)
    digits = pc.binary_length(pc.utf8_ltrim(pc.replace_substring(pc.utf8_ltrim(without, "-"), ".", ""), "0"))
    short = pc.less_equal(digits, SAFE_DOUBLE_DIGITS)
    exact = without.filter(short).to_pylist() if not pc.all(short).as_py() else None
    if exact is None and not with_exponent:
        return [("double", without)]
    inexact: list[str] = []
    good = exact if exact is not None else without.to_pylist()
    for text in [*without.filter(pc.invert(short)).to_pylist(), *with_exponent]:
        (good if survives_double(text) else inexact).append(text)
    return [("double", pa.array(good, pa.string())), ("inexact", pa.array(inexact, pa.string()))]


def note_digits(numbers: pa.Array, evidence: Evidence) -> None:
    """Note the digits before and after the point of numbers without exponent."""
    unsigned = pc.utf8_ltrim(numbers, "-")
    length, point = pc.binary_length(unsigned), pc.find_substring(unsigned, ".")
    whole = pc.less(point, 0)
    integer_digits = pc.max(pc.if_else(whole, length, point)).as_py()
    scale = pc.max(pc.if_else(whole, 0, pc.subtract(pc.subtract(length, point), 1))).as_py()
    evidence.points = evidence.points or not pc.all(whole).as_py()
    evidence.max_integer_digits = max(evidence.max_integer_digits, integer_digits)
    evidence.max_scale = max(evidence.max_scale, scale)


def survives_double(text: str) -> bool:
    """Does the nearest double, written with as many digits, give back the number that stands there?"""
    nearest = float(text)
    if math.isinf(nearest):
        return False
    digits = len(re.sub(r"[eE].*|[-.]", "", text).strip("0"))
    if digits == 0:
        return True
    # Zero here stands for a number too small to hold; and no double has more digits than that.
    if nearest == 0 or digits > 800:
        return False
    return Decimal(format(nearest, f".{digits - 1}e")) == Decimal(text)


def _times(kind: str, found: pa.Array, evidence: Evidence) -> Parts:
    zone = "UTC" if kind == "timestamptz" else None
    evidence.nanoseconds = evidence.nanoseconds or pc.any(pc.match_substring_regex(found, r"\.[0-9]{7,9}")).as_py()
    if zone and not evidence.offsets:
        evidence.offsets = pc.any(pc.match_substring_regex(found, r"[+-](?:0[1-9]|1[0-9]|00:?[0-9]*[1-9])")).as_py()
    # To the second: whether a fraction fits is a matter of the unit, which later values may change.
    parts = _possible(kind, found, pa.timestamp("s", zone), lambda values: pc.replace_substring_regex(values, r"\.[0-9]+", ""))
    seconds = pc.replace_substring_regex(parts[0][1], r"\.[0-9]+", "").cast(pa.timestamp("s", zone)).cast(pa.int64())
    if len(seconds) and not evidence.beyond_nanoseconds:
        beyond = pc.greater(pc.abs(seconds), MAX_NANOSECOND_YEARS)
        evidence.beyond_nanoseconds = pc.any(beyond).as_py()
    return parts


def _possible(kind: str, found: pa.Array, arrow_type: pa.DataType, rewrite=None) -> Parts:  # noqa: ANN001
    written = rewrite(found) if rewrite else found
    try:
        written.cast(arrow_type)
        return [(kind, found)]
    except pa.ArrowInvalid:
        # 30 February: somebody's text, not a date.
        good, bad = [], []
        for text, iso in zip(found.to_pylist(), written.to_pylist()):
            try:
                pa.scalar(iso).cast(arrow_type)
                good.append(text)
            except pa.ArrowInvalid:
                bad.append(text)
        return [(kind, pa.array(good, pa.string())), ("text", pa.array(bad, pa.string()))]


def _slashed(found: pa.Array, evidence: Evidence) -> Parts:
    parts = pc.extract_regex(found, r"^[0-9]{1,2}(?P<first>[/.-])[0-9]{1,2}(?P<second>[/.-])[0-9]{4}$")
    evidence.separators |= {*pc.unique(parts.field("first")).to_pylist(), *pc.unique(parts.field("second")).to_pylist()}
    if order := evidence.rules.date_order:
        return _possible("slashed", found, pa.date32(), lambda values: iso_from_slashed(values, order == "day_first"))
    evidence.day_first = evidence.day_first and are_dates(iso_from_slashed(found, day_first=True))
    evidence.month_first = evidence.month_first and are_dates(iso_from_slashed(found, day_first=False))
    return [("slashed", found)]

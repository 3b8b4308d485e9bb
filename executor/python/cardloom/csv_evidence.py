"""What a column's values look like, gathered over the whole file, and the type that holds them exactly."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from .csv_dates import are_dates, iso_from_slashed, iso_from_ymd

# Empty cells in columns of numbers, dates and booleans only: in text, NA is Namibia and Null a surname.
NULL_TOKENS = ("NA", "N/A", "NULL", "null", "NaN", "-")
MAX_DECIMAL_DIGITS = 38
# So many significant digits always survive a double.
SAFE_DOUBLE_DIGITS = 15
MAX_EXACT_INTEGER = 2**53
TEXT_PROBE_ROWS = 2_000

NUMBER = r"^-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
# In the order they are tried; what none of them takes is text.
SHAPES: tuple[tuple[str, str], ...] = (
    ("int", r"^(?:-?[1-9][0-9]*|0)$"),
    ("double", NUMBER),
    ("date", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    ("timestamp", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?$"),
    ("timestamptz", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)$"),
    ("boolean", r"^(?:[tT][rR][uU][eE]|[fF][aA][lL][sS][eE])$"),
    ("ymd", r"^[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}$"),
    ("slashed", r"^[0-9]{1,2}([/.-])[0-9]{1,2}([/.-])[0-9]{4}$"),
    ("zeros", r"^-?0[0-9]+(?:\.[0-9]*)?$"),
)
KINDS_OF_NUMBER = {"int", "bigint", "double", "inexact"}


@dataclass
class Evidence:
    """Counts of kinds of values in one column, with what is needed to choose a type."""

    kinds: Counter[str] = field(default_factory=Counter)
    empties: int = 0
    tokens: Counter[str] = field(default_factory=Counter)
    # First row (0-based) and value of each kind, to point at the odd one out.
    first: dict[str, tuple[int, str]] = field(default_factory=dict)
    padded: bool = False
    max_integer_digits: int = 0
    max_scale: int = 0
    exponents: int = 0
    bare_exponents: int = 0
    points: int = 0
    unsafe_integers: bool = False
    nanoseconds: bool = False
    offsets: bool = False
    separators: set[str] = field(default_factory=set)
    day_first: bool = True
    month_first: bool = True

    @property
    def closed(self) -> bool:
        """True once no later value can change the type: the column is text."""
        return bool(self.kinds["text"] or self.kinds["zeros"])

    def add(self, kind: str, count: int, row: int, value: str) -> None:
        """Count values of a kind, the first of which is `value` in `row`."""
        self.kinds[kind] += count
        if kind not in self.first:
            self.first[kind] = (row, value)


def examine(values: pa.Array, first_row: int, evidence: Evidence) -> None:
    """Add a chunk of a column (strings, no nulls) to its evidence."""
    if evidence.closed:
        return
    if not evidence.kinds and len(values) > TEXT_PROBE_ROWS:
        # Most columns of text show it at once, and then cost nothing.
        examine(values.slice(0, TEXT_PROBE_ROWS), first_row, evidence)
        if evidence.closed:
            return
        examine(values.slice(TEXT_PROBE_ROWS), first_row + TEXT_PROBE_ROWS, evidence)
        return
    present = pc.not_equal(values, "")
    empties = len(values) - (pc.sum(present).as_py() or 0)
    evidence.empties += empties
    filled = values.filter(present) if empties else values
    if len(filled) == 0 or _plain_numbers(filled, values, first_row, evidence):
        return
    counted = pc.value_counts(filled)
    _classify(counted.field("values"), counted.field("counts"), values, first_row, evidence)


def _plain_numbers(filled: pa.Array, values: pa.Array, first_row: int, evidence: Evidence) -> bool:
    """The fast way for numbers written as they would be written back; False where a closer look is due."""
    seen = set(evidence.kinds)
    if not seen or not seen <= KINDS_OF_NUMBER or evidence.tokens:
        return False
    if seen <= {"int"}:
        try:
            integers = filled.cast(pa.int64())
        except pa.ArrowInvalid:
            return False
        if not pc.all(pc.equal(integers.cast(pa.string()), filled)).as_py():
            return False
        _note_integers(integers, evidence)
        evidence.add("int", len(filled), first_row, filled[0].as_py())
        return True
    try:
        doubles = filled.cast(pa.float64())
    except pa.ArrowInvalid:
        return False
    same = pc.and_(pc.equal(doubles.cast(pa.string()), filled), pc.and_(pc.is_finite(doubles), pc.invert(pc.match_substring(filled, "e"))))
    exact = filled.filter(same)
    if len(exact):
        _note_digits(exact, evidence)
        # Integers among them are written back alike, so both are counted as doubles here.
        evidence.add("double", len(exact), first_row, exact[0].as_py())
    rest = filled.filter(pc.invert(same))
    if len(rest):
        counted = pc.value_counts(rest)
        _classify(counted.field("values"), counted.field("counts"), values, first_row, evidence)
    return True


def _classify(distinct: pa.Array, counts: pa.Array, values: pa.Array, first_row: int, evidence: Evidence) -> None:
    remaining, weights = distinct, counts
    written = distinct
    if pc.any(pc.match_substring_regex(distinct, r"^[ \t]|[ \t]$")).as_py():
        remaining = pc.ascii_trim(distinct, " \t")
    for token in NULL_TOKENS:
        at = pc.index(remaining, token).as_py()
        if at >= 0:
            evidence.tokens[token] += weights[at].as_py()
    is_token = pc.is_in(remaining, pa.array([*NULL_TOKENS, ""]))
    remaining, weights, written = (part.filter(pc.invert(is_token)) for part in (remaining, weights, written))
    for kind, pattern in _likely_first(evidence):
        if len(remaining) == 0:
            return
        fits = pc.match_substring_regex(remaining, pattern)
        if not pc.any(fits).as_py():
            continue
        found, found_written, found_weights = remaining.filter(fits), written.filter(fits), weights.filter(fits)
        for part, members in _settle_kind(kind, found, evidence):
            if not len(members):
                continue
            chosen = pc.is_in(found, members)
            original = found_written.filter(chosen)
            row = min(pc.index(values, original[0]).as_py(), len(values) - 1)
            evidence.add(part, pc.sum(found_weights.filter(chosen)).as_py(), first_row + max(0, row), members[0].as_py())
            if part not in ("text", "zeros") and not evidence.padded:
                evidence.padded = not original.equals(found.filter(chosen))
        unfit = pc.invert(fits)
        remaining, weights, written = remaining.filter(unfit), weights.filter(unfit), written.filter(unfit)
    if len(remaining):
        row = max(0, pc.index(values, written[0]).as_py())
        evidence.add("text", pc.sum(weights).as_py(), first_row + row, written[0].as_py())


def _likely_first(evidence: Evidence) -> list[tuple[str, str]]:
    # Only int and double overlap, so only their order matters.
    likely = set(evidence.kinds) | ({"int"} if "double" in evidence.kinds else set())
    return sorted(SHAPES, key=lambda shape: shape[0] not in likely)


def _settle_kind(kind: str, found: pa.Array, evidence: Evidence) -> list[tuple[str, pa.Array]]:
    """Split what has a kind's shape by what it really is: a number may be too long, a date impossible."""
    if kind == "int":
        return _integers(found, evidence)
    if kind == "double":
        return _doubles(found, evidence)
    if kind in ("date", "timestamp", "timestamptz"):
        if kind != "date":
            evidence.nanoseconds |= pc.any(pc.match_substring_regex(found, r"\.[0-9]{7,9}")).as_py()
        if kind == "timestamptz":
            evidence.offsets |= pc.any(pc.match_substring_regex(found, r"[+-](?:0[1-9]|1[0-9]|00:?[0-9]*[1-9])")).as_py()
        return _possible(kind, found, pa.date32() if kind == "date" else pa.timestamp("ns" if evidence.nanoseconds else "us", "UTC" if kind == "timestamptz" else None))
    if kind == "ymd":
        return _possible(kind, found, pa.date32(), iso_from_ymd)
    if kind == "slashed":
        return _slashed(found, evidence)
    return [(kind, found)]


def _integers(found: pa.Array, evidence: Evidence) -> list[tuple[str, pa.Array]]:
    long = pc.greater(pc.binary_length(found), 18)
    short = found.filter(pc.invert(long))
    if len(short):
        _note_integers(short.cast(pa.int64()), evidence)
    fits, beyond = [], []
    for text in found.filter(long).to_pylist():
        number = int(text) if len(text) < 400 else 10**400
        evidence.max_integer_digits = max(evidence.max_integer_digits, len(text.lstrip("-")))
        evidence.unsafe_integers = True
        (fits if -(2**63) <= number < 2**63 else beyond).append(text)
    return [("int", pa.concat_arrays([short, pa.array(fits, pa.string())])), ("bigint", pa.array(beyond, pa.string()))]


def _note_integers(integers: pa.Array, evidence: Evidence) -> None:
    extent = pc.min_max(integers)
    largest = max(abs(extent["min"].as_py()), abs(extent["max"].as_py()))
    evidence.max_integer_digits = max(evidence.max_integer_digits, len(str(largest)))
    evidence.unsafe_integers |= largest > MAX_EXACT_INTEGER


def _doubles(found: pa.Array, evidence: Evidence) -> list[tuple[str, pa.Array]]:
    exponent = pc.match_substring_regex(found, "[eE]")
    with_exponent = found.filter(exponent).to_pylist()
    evidence.exponents += len(with_exponent)
    evidence.bare_exponents += sum("." not in text and "+" not in text and "-" not in text[1:] for text in with_exponent)
    without = found.filter(pc.invert(exponent))
    if len(without):
        evidence.points += len(without)
        _note_digits(without, evidence)
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


def _note_digits(numbers: pa.Array, evidence: Evidence) -> None:
    unsigned = pc.utf8_ltrim(numbers, "-")
    length, point = pc.binary_length(unsigned), pc.find_substring(unsigned, ".")
    whole = pc.less(point, 0)
    integer_digits = pc.max(pc.if_else(whole, length, point)).as_py()
    scale = pc.max(pc.if_else(whole, 0, pc.subtract(pc.subtract(length, point), 1))).as_py()
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


def _possible(kind: str, found: pa.Array, arrow_type: pa.DataType, rewrite=None) -> list[tuple[str, pa.Array]]:  # noqa: ANN001
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


def _slashed(found: pa.Array, evidence: Evidence) -> list[tuple[str, pa.Array]]:
    parts = pc.extract_regex(found, r"^[0-9]{1,2}(?P<first>[/.-])[0-9]{1,2}(?P<second>[/.-])[0-9]{4}$")
    evidence.separators |= {*pc.unique(parts.field("first")).to_pylist(), *pc.unique(parts.field("second")).to_pylist()}
    evidence.day_first = evidence.day_first and are_dates(iso_from_slashed(found, day_first=True))
    evidence.month_first = evidence.month_first and are_dates(iso_from_slashed(found, day_first=False))
    return [("slashed", found)]

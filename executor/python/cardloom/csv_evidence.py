"""What a column's values look like, gathered over the whole file, and the type that holds them exactly."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from . import csv_decimal_comma
from .csv_kinds import KINDS_OF_NUMBER, SHAPES, note_digits, note_integers, settle_kind
from .csv_rules import RULES, ReadingRules

TEXT_PROBE_ROWS = 2_000


@dataclass
class Evidence:
    """Counts of kinds of values in one column, with what is needed to choose a type."""

    rules: ReadingRules = RULES
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
    points: bool = False
    # Values to show when a type cannot take them: a number with an exponent, an integer that a double would round.
    exponent: str | None = None
    unsafe_integer: str | None = None
    # With a decimal comma: 1.234, which is a thousand only where other values settle what the point means.
    lone_groups: bool = False
    sure_marks: bool = False
    nanoseconds: bool = False
    beyond_nanoseconds: bool = False
    offsets: bool = False
    separators: set[str] = field(default_factory=set)
    day_first: bool = True
    month_first: bool = True

    @property
    def null_tokens(self) -> tuple[str, ...]:
        """The tokens to look for in the column: none where none was seen, unless one would pass for a value."""
        return self.rules.null_tokens if self.tokens or self.rules.tokens_like_values else ()

    @property
    def closed(self) -> bool:
        """True once no later value can change the type: the column is text."""
        return bool(self.kinds["text"] or self.kinds["zeros"])

    def add(self, kind: str, count: int, row: int, value: str) -> None:
        """Count values of a kind, the first of which is `value` in `row`."""
        self.kinds[kind] += count
        if kind not in self.first or row < self.first[kind][0]:
            self.first[kind] = (row, value)


def examine(values: pa.Array, first_row: int, evidence: Evidence) -> None:
    """Add a chunk of a column (strings, no nulls) to its evidence."""
    if evidence.closed:
        return
    if not evidence.kinds and len(values) > TEXT_PROBE_ROWS:
        # Most columns of text show it at once, and then cost nothing.
        _examine_all(values.slice(0, TEXT_PROBE_ROWS), first_row, evidence)
        if evidence.closed:
            return
        values, first_row = values.slice(TEXT_PROBE_ROWS), first_row + TEXT_PROBE_ROWS
    _examine_all(values, first_row, evidence)


def _examine_all(values: pa.Array, first_row: int, evidence: Evidence) -> None:
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
    if not seen or not seen <= KINDS_OF_NUMBER or evidence.tokens or not evidence.rules.plain_numbers:
        return False
    if seen <= {"int"}:
        try:
            integers = filled.cast(pa.int64())
        except pa.ArrowInvalid:
            return False
        if not pc.all(pc.equal(integers.cast(pa.string()), filled)).as_py():
            return False
        note_integers(integers, evidence)
        evidence.add("int", len(filled), first_row, filled[0].as_py())
        return True
    try:
        doubles = filled.cast(pa.float64())
    except pa.ArrowInvalid:
        return False
    same = pc.and_(pc.equal(doubles.cast(pa.string()), filled), pc.and_(pc.is_finite(doubles), pc.invert(pc.match_substring(filled, "e"))))
    exact = filled.filter(same)
    if len(exact):
        note_digits(exact, evidence)
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
    for token in evidence.rules.null_tokens:
        at = pc.index(remaining, token).as_py()
        if at >= 0:
            evidence.tokens[token] += weights[at].as_py()
    is_token = pc.is_in(remaining, pa.array([*evidence.rules.null_tokens, ""]))
    # A token, or nothing at all, between spaces: what is converted must be trimmed too.
    evidence.padded = evidence.padded or not written.filter(is_token).equals(remaining.filter(is_token))
    remaining, weights, written = (part.filter(pc.invert(is_token)) for part in (remaining, weights, written))
    if evidence.rules.decimal == ",":
        remaining, foreign = csv_decimal_comma.separate(remaining, evidence)
        set_apart = [part.filter(foreign) for part in (weights, written)]
        remaining, weights, written = (part.filter(pc.invert(foreign)) for part in (remaining, weights, written))
        _add_text(*set_apart, values, first_row, evidence)
    for kind, pattern in _likely_first(evidence):
        if len(remaining) == 0:
            return
        fits = pc.match_substring_regex(remaining, pattern)
        if not pc.any(fits).as_py():
            continue
        found, found_written, found_weights = remaining.filter(fits), written.filter(fits), weights.filter(fits)
        for part, members in settle_kind(kind, found, evidence):
            if not len(members):
                continue
            chosen = pc.is_in(found, members)
            original = found_written.filter(chosen)
            row = min(pc.index(values, original[0]).as_py(), len(values) - 1)
            evidence.add(part, pc.sum(found_weights.filter(chosen)).as_py(), first_row + max(0, row), original[0].as_py().strip())
            if part not in ("text", "zeros") and not evidence.padded:
                evidence.padded = not original.equals(found.filter(chosen))
        unfit = pc.invert(fits)
        remaining, weights, written = remaining.filter(unfit), weights.filter(unfit), written.filter(unfit)
    _add_text(weights, written, values, first_row, evidence)


def _add_text(weights: pa.Array, written: pa.Array, values: pa.Array, first_row: int, evidence: Evidence) -> None:
    if len(written):
        row = max(0, pc.index(values, written[0]).as_py())
        evidence.add("text", pc.sum(weights).as_py(), first_row + row, written[0].as_py())


def _likely_first(evidence: Evidence) -> list[tuple[str, str]]:
    # Only int and double overlap, so only their order matters.
    likely = set(evidence.kinds) | ({"int"} if "double" in evidence.kinds else set())
    return sorted(SHAPES, key=lambda shape: shape[0] not in likely)

"""Which character splits a file's rows, and how many lines above them are not rows at all."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_ROWS = 1_000
# A header that so few rows agree with is perhaps none.
_DOUBTFUL_SHARE = 0.5
_STEADY_SHARE = 0.9


@dataclass(frozen=True)
class Layout:
    """`preamble_lines`: lines above a table of steady width that have far fewer fields, and so are perhaps no part of it."""

    delimiter: str
    preamble_lines: int = 0
    preamble_fields: int = 0
    fields: int = 1


@dataclass(frozen=True)
class _Row:
    line: int
    width: int


def detect(sample: str, candidates: tuple[str, ...] = DELIMITERS) -> Layout:
    """The candidate that splits the header and splits most rows alike; the first, or a comma, when the header has only one cell."""
    best, best_score = Layout(candidates[0]), (0.0, 0)
    preamble: tuple[tuple[float, int], Layout] | None = None
    for candidate in candidates:
        rows = _rows(sample, candidate)
        width = rows[0].width if rows else 0
        if width >= 2:
            score = (sum(row.width == width for row in rows) / len(rows), width)
            if score > best_score:
                best, best_score = Layout(candidate, fields=width), score
        found = _below_preamble(rows, candidate)
        if found and (preamble is None or found[0] > preamble[0]):
            preamble = found
    return preamble[1] if preamble and best_score[0] < _DOUBTFUL_SHARE else best


def _rows(sample: str, delimiter: str) -> list[_Row]:
    rows, line = [], 1
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    for cells in itertools.islice(reader, SAMPLE_ROWS):
        if cells:
            rows.append(_Row(line, len(cells)))
        line = reader.line_num + 1
    return rows


def _below_preamble(rows: list[_Row], delimiter: str) -> tuple[tuple[float, int], Layout] | None:
    if len(rows) < 3:
        return None
    width = max(Counter(row.width for row in rows).items(), key=lambda item: (item[1], item[0]))[0]
    first = next(position for position, row in enumerate(rows) if row.width == width)
    above, below = rows[:first], rows[first:]
    if width < 2 or not above or len(below) < 2 or any(row.width > width / 2 for row in above):
        return None
    share = sum(row.width == width for row in below) / len(below)
    if share < _STEADY_SHARE:
        return None
    return (share, width), Layout(delimiter, below[0].line - 1, max(row.width for row in above), width)

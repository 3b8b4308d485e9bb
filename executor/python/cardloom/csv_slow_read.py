"""A table read as the standard parser does, row by row: slow, and only to say where a file is at fault."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Never

from .csv_dialect import MAX_FIELD_BYTES, MAX_ROW_BYTES, Dialect
from .import_refusal import ImportRefusal
from .sources import DescriptorFile

# Rows of fewer characters are within every limit, whatever their encoding.
_LONG_ROW = 1024 * 1024


@dataclass(frozen=True)
class Row:
    """Cells, and the line of the file that the row begins on. `end`: its last line's break."""

    cells: list[str]
    line: int
    end: str


class _Lines:
    """The lines of a table, none of them longer than a row may be; and how the last one given ended."""

    def __init__(self, fd: int, dialect: Dialect) -> None:
        self._text = io.TextIOWrapper(io.BufferedReader(DescriptorFile(fd, dialect.table_start), 1 << 20), encoding="utf-8", newline="")
        self.last = dialect.lines_above
        self.end = ""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_ROW_BYTES)
        if not line:
            raise StopIteration
        self.last += 1
        if len(line) >= MAX_ROW_BYTES:
            _refuse_row(self.last, None)
        self.end = line[-1]
        return line


def read_strictly(fd: int, dialect: Dialect) -> None:
    """Raise ImportRefusal where a quotation mark is at odds with RFC 4180."""
    start = dialect.lines_above + 1
    lines = _Lines(fd, dialect)
    try:
        for _ in csv.reader(lines, delimiter=dialect.delimiter, strict=True):
            start = lines.last + 1
    except csv.Error as error:
        _refuse_quote(fd, dialect, start, lines.last, str(error))


def rows(fd: int, dialect: Dialect) -> Iterator[Row]:
    """The table's rows, its header first, blank lines as rows without cells. Raises ImportRefusal for fields that are too long."""
    lines = _Lines(fd, dialect)
    start = dialect.lines_above + 1
    try:
        for cells in csv.reader(lines, delimiter=dialect.delimiter):
            yield Row(cells, start, lines.end)
            start = lines.last + 1
    except csv.Error as error:
        _refuse_quote(fd, dialect, start, lines.last, str(error))


def _refuse_quote(fd: int, dialect: Dialect, start: int, at: int, error: str) -> Never:
    opened = _opening_line(fd, dialect, start)
    if "unexpected end" in error:
        raise ImportRefusal(f"A quotation mark opened on line {opened} is never closed. Close it, or double it (\"\") if it belongs to the text.", line=opened)
    if "field limit" in error:
        raise ImportRefusal(
            f"A field that begins on line {opened} is longer than {MAX_FIELD_BYTES // 2**20} MiB, the limit. Check that every quotation mark is closed, or shorten the field.", line=opened
        )
    where = f"line {at}" if at == opened else f"line {opened} to line {at}"
    raise ImportRefusal(
        f"A quoted field ({where}) goes on after its closing quotation mark. Double the quotation marks that belong to the text (\"\"), or close the quote that was left open.",
        line=opened,
    )


def _opening_line(fd: int, dialect: Dialect, start: int) -> int:
    """The line on which the last quoted field of the faulty record opens."""
    opened, length, quoted, field_start, after_quote = start, 0, False, True, False
    lines = _Lines(fd, dialect)
    for text in lines:
        if lines.last < start:
            continue
        if quoted and '"' not in text:
            length += len(text)
            if length > MAX_FIELD_BYTES:
                return opened
            continue
        for character in text:
            length += 1
            if length > MAX_FIELD_BYTES:
                return opened
            if quoted:
                if character == '"':
                    quoted, after_quote = False, True
            elif character == '"' and (field_start or after_quote):
                # Doubled inside a quoted field, or the start of one.
                opened = lines.last if field_start else opened
                quoted, after_quote, field_start = True, False, False
            elif character == dialect.delimiter or character in "\r\n":
                field_start, after_quote, length = True, False, 0
            elif after_quote:
                return opened
            else:
                field_start = False
    return opened


def refuse_mixed_ends(fd: int, dialect: Dialect) -> None:
    """Raise ImportRefusal where some rows end with a bare carriage return and others with a line feed."""
    ends: set[str] = set()
    for row in rows(fd, dialect):
        ends.add(row.end)
        if "\r" in ends and "\n" in ends:
            raise ImportRefusal(
                "Some rows end with a bare carriage return and others with a line feed. Save the file with one kind of line ending.",
                line=row.line,
            )


def refuse_ragged(fd: int, dialect: Dialect) -> None:
    """Raise ImportRefusal naming the first line that has more or fewer fields than the table has columns."""
    expected = len(dialect.names)
    for row in rows(fd, dialect):
        found = len(row.cells)
        if row.line > dialect.header_lines and found not in (0, expected):
            raise ImportRefusal(
                f"Line {row.line} has {found:,} {'field' if found == 1 else 'fields'}, but {'the header has' if dialect.header else 'the first line has'} {expected:,}. "
                + ("Quote fields that contain the delimiter, or remove the extra ones." if found > expected else "Add the missing fields, or remove the line."),
                line=row.line,
            )


def longest_row_bytes(fd: int, dialect: Dialect) -> int:
    """The size of the longest row, or a little more; 0 where none is long. Raises ImportRefusal above the limits."""
    longest = 0
    for row in rows(fd, dialect):
        if sum(map(len, row.cells)) <= _LONG_ROW:
            continue
        sizes = [len(cell.encode()) for cell in row.cells]
        widest = max(sizes)
        if widest > MAX_FIELD_BYTES:
            column = dialect.names[sizes.index(widest)] if len(sizes) == len(dialect.names) else None
            raise ImportRefusal(
                f"A field on line {row.line} has {widest / 2**20:,.1f} MiB; the limit is {MAX_FIELD_BYTES // 2**20} MiB. Check that every quotation mark is closed, or shorten the field.",
                line=row.line,
                column=column,
            )
        size_bytes = sum(sizes) + sum(cell.count('"') for cell in row.cells) + 3 * len(sizes) + 2
        if size_bytes > MAX_ROW_BYTES:
            _refuse_row(row.line, size_bytes)
        longest = max(longest, size_bytes)
    return longest


def _refuse_row(line: int, size_bytes: int | None) -> Never:
    size = f"has {size_bytes / 2**20:,.1f} MiB" if size_bytes else "is too long"
    raise ImportRefusal(f"The row on line {line} {size}; the limit is {MAX_ROW_BYTES // 2**20} MiB. Check that rows end with line breaks, or shorten its fields.", line=line)

"""The head of a file: is it CSV at all, where its table begins, its delimiter, its header, its decimal mark."""

from __future__ import annotations

import csv
import io
import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from . import csv_decimal_comma, csv_delimiter, csv_header
from .csv_rules import NULL_TOKENS, ReadingRules
from .import_refusal import ImportRefusal
from .text_source import HEAD_BYTES, TextSource

MAX_ROW_BYTES = 64 * 1024 * 1024
MAX_FIELD_BYTES = 16 * 1024 * 1024
# Of the text whose shape tells the delimiter.
SAMPLE_LENGTH = 200_000
BOM = b"\xef\xbb\xbf"
_BREAK = re.compile(r"\r\n|\n|\r")
_SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\n|\r)", re.IGNORECASE)
_BLANK = "The file holds only blank lines. Upload a CSV file with a header line and at least one row."


@dataclass(frozen=True)
class Dialect:
    """How the file is written.

    `table_start`: the byte where the table begins, its header included, and `lines_above` the lines before that.
    `data_start`: the byte where its first row of data begins, and `header_lines` all lines before that.
    """

    delimiter: str
    header: bool
    names: list[str]
    table_start: int
    lines_above: int
    data_start: int
    header_lines: int
    skip_lines: int = 0
    rules: ReadingRules = ReadingRules()
    warnings: list[str] = field(default_factory=list)

    def describe(self, encoding: str) -> dict[str, Any]:
        """`Dialect` of the job contract."""
        return {
            "encoding": encoding,
            "delimiter": self.delimiter,
            "decimal": self.rules.decimal,
            "header": self.header,
            "skipLines": self.skip_lines,
            "nullTokens": list(self.rules.null_tokens),
            "dateOrder": self.rules.date_order,
        }


class HeadTooShort(Exception):
    """The first row goes on behind the bytes that were looked at."""


def settle(text: TextSource, options: dict[str, Any]) -> Dialect:
    """The dialect of a file, as chosen in `options` (ImportOptions) or detected. Raises ImportRefusal."""
    size_bytes = HEAD_BYTES
    while True:
        head = text.head(size_bytes)
        whole = len(head) < size_bytes
        try:
            return settle_head(head, whole, options)
        except csv.Error:
            raise ImportRefusal(f"A field at the top of the file is longer than {MAX_FIELD_BYTES // 2**20} MiB, the limit. Check that every quotation mark is closed, or shorten the field.", line=1) from None
        except HeadTooShort:
            if size_bytes >= MAX_ROW_BYTES:
                limit = f"{MAX_ROW_BYTES // 2**20} MiB"
                raise ImportRefusal(f"The first line is longer than {limit}, or a quotation mark on it is never closed. Check the quotation marks, or that rows end with line breaks.", line=1) from None
            size_bytes = min(size_bytes * 8, MAX_ROW_BYTES)


def settle_head(head: bytes, whole: bool, options: dict[str, Any], suggest: bool = False) -> Dialect:
    """The dialect from the first bytes (valid UTF-8, but for a cut at the end).

    `suggest`: leave out lines above the table that are perhaps not part of it, with a warning, rather than refuse the file.
    """
    # One field may be longer than the csv module's default of 128 kB.
    csv.field_size_limit(MAX_FIELD_BYTES)
    bom = len(BOM) if head.startswith(BOM) else 0
    text = head[bom:].decode("utf-8", "ignore")
    delimiter, chosen_skip = options.get("delimiter"), options.get("skipLines")
    if delimiter is not None and (delimiter in '"\n\r' or not delimiter.isascii()):
        raise ImportRefusal("The delimiter must be one ASCII character, and neither a quotation mark nor a line break.")
    above = 0
    if separator := _SEPARATOR_LINE.match(text):
        # Excel's own note to itself about the delimiter.
        delimiter = delimiter or separator.group(1)
        above = separator.end()
    skip_lines = chosen_skip or 0
    above = max(above, _after_lines(text, skip_lines, whole))
    body = text[above:]
    sample = body if whole and len(body) <= SAMPLE_LENGTH else _whole_lines(body[:SAMPLE_LENGTH])
    layout = csv_delimiter.detect(sample, (delimiter,) if delimiter else csv_delimiter.DELIMITERS)
    warnings = []
    if layout.preamble_lines and chosen_skip is None:
        skip_lines = layout.preamble_lines + (1 if above else 0)
        notice = _preamble_notice(layout, skip_lines)
        if not suggest:
            raise ImportRefusal(f"{notice} If they are no part of it, choose to skip {skip_lines} {_lines(skip_lines)}; otherwise correct them.", line=1)
        warnings.append(f"{notice} They are left out here; choose to skip 0 lines if they belong to it.")
        above = _after_lines(text, skip_lines, whole)
        body = text[above:]

    cells, start, end, lines = _first_record(body, layout.delimiter)
    if end == len(body) and not whole:
        raise HeadTooShort
    lines_above = len(_BREAK.findall(text[:above]))
    csv_header.check_width(cells, lines_above + 1)
    header = not csv_header.looks_like_data(cells) if options.get("header") is None else options["header"]
    if header:
        names, renamed = csv_header.tidy_names(cells, lines_above + lines)
        warnings += renamed
        data_at, header_lines = end, lines_above + lines
    else:
        names = [f"column_{position}" for position in range(1, len(cells) + 1)]
        if options.get("header") is None:
            warnings.append("The first line holds only numbers or dates, so it was read as data and the columns were named column_1, column_2, …")
        data_at, header_lines = start, lines_above + len(_BREAK.findall(body[:start]))
    table_start = bom + len(text[:above].encode())
    rules = _rules(options, body[data_at:], layout.delimiter)
    if rules.decimal == "," and not rules.decimal_chosen:
        warnings.append("Its numbers were read with a decimal comma, as in 1.234,56. Choose the point as decimal mark if that is wrong.")
    return Dialect(layout.delimiter, header, names, table_start, lines_above, table_start + len(body[:data_at].encode()), header_lines, skip_lines, rules, warnings)


def _rules(options: dict[str, Any], rows: str, delimiter: str) -> ReadingRules:
    tokens = options.get("nullTokens")
    decimal = options.get("decimal")
    detected = "," if decimal is None and delimiter == ";" and csv_decimal_comma.detect(_cells(rows, delimiter)) else "."
    return ReadingRules(
        NULL_TOKENS if tokens is None else tuple(dict.fromkeys(token for token in map(str.strip, tokens) if token)),
        decimal or detected,
        decimal is not None,
        options.get("dateOrder"),
    )


def _cells(rows: str, delimiter: str) -> list[list[str]]:
    return list(itertools.islice(csv.reader(io.StringIO(rows, newline=""), delimiter=delimiter), csv_delimiter.SAMPLE_ROWS))


def _preamble_notice(layout: csv_delimiter.Layout, above: int) -> str:
    which = f"The first {above} lines look" if above > 1 else "The first line looks"
    fields = "1 field" if layout.preamble_fields == 1 else f"at most {layout.preamble_fields} fields"
    return f"{which} like notes above the table: {fields}, where the rows below have {layout.fields}."


def _after_lines(text: str, count: int, whole: bool) -> int:
    """The character behind so many line breaks."""
    end = 0
    for _ in range(count):
        found = _BREAK.search(text, end)
        if not found and not whole:
            raise HeadTooShort
        if not found:
            raise ImportRefusal(f"The file was to be read without its first {count} {_lines(count)}, but it has no more than that. Skip fewer lines.", line=1)
        end = found.end()
    return end


def _whole_lines(text: str) -> str:
    return text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text


def _lines(count: int) -> str:
    return "line" if count == 1 else "lines"


def _first_record(text: str, delimiter: str) -> tuple[list[str], int, int, int]:
    """Cells, start and end (characters) and last line of the first record that isn't blank."""
    consumed: list[int] = []

    def lines():  # noqa: ANN202
        for line in io.StringIO(text, newline=""):
            consumed.append(len(line))
            yield line

    start = 0
    reader = csv.reader(lines(), delimiter=delimiter)
    for cells in reader:
        if cells:
            return cells, start, sum(consumed), reader.line_num
        start = sum(consumed)
    raise ImportRefusal(_BLANK)

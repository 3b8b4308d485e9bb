"""What an uploaded file looks like, from its first bytes: how it would be read, its columns and first rows."""

from __future__ import annotations

import csv
import io
import itertools
import os
import re
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from . import csv_dialect, gzip_text, row_order, sources, text_encoding, text_source
from .columns import Cell, column_type, describe, exact_cells
from .csv_dialect import Dialect
from .csv_evidence import Evidence, examine
from .csv_forced_type import force
from .csv_glance import glance
from .csv_remarks import capped, on_column, quoted
from .csv_types import Decision, convert, decide
from .file_signature import PARQUET_MAGIC, refuse_what_is_not_csv, refuse_what_is_not_text
from .import_refusal import ImportRefusal
from .text_source import HEAD_BYTES

MAX_ROWS = 100
MAX_LINES = 20
MAX_LINE_LENGTH = 1_000
# Types are judged by as many rows as can be looked at in an instant.
JUDGED_CELLS = 50_000
# So that the answer stays small, whatever a cell holds.
MAX_CELL_LENGTH = 10_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")


def run(body: dict[str, Any], fd: int) -> dict[str, Any]:
    """InspectRequest → Inspection. `fd`: the file's head, cut anywhere, or all of it. Raises ImportRefusal."""
    held_bytes = os.fstat(fd).st_size
    whole = held_bytes >= body["sizeBytes"]
    raw = sources.DescriptorFile(fd).read(HEAD_BYTES)
    refuse_what_is_not_text(raw)
    if raw.startswith(PARQUET_MAGIC) and _is_parquet(fd, whole):
        return _inspect_parquet(fd, whole)
    options = body.get("options") or {}
    return _Inspection(raw, whole and len(raw) == held_bytes, options).answer()


def _is_parquet(fd: int, whole: bool) -> bool:
    head = sources.DescriptorFile(fd).read(16)
    tail = os.pread(fd, 4, max(0, os.fstat(fd).st_size - 4))
    # A CSV file may begin with a column of that name, but not go on with such bytes.
    return tail == PARQUET_MAGIC if whole else not head[4:].isascii() or bool(re.search(rb"[\x00-\x08]", head[4:]))


def _inspect_parquet(fd: int, whole: bool) -> dict[str, Any]:
    answer: dict[str, Any] = {"format": "parquet", "compression": "none", "dialect": None, "columns": [], "rows": [], "texts": [], "lines": [], "warnings": [], "sortCandidates": [], "complete": whole}
    if not whole:
        return answer
    try:
        file = pq.ParquetFile(sources.stream(fd))
        schema = file.schema_arrow
        first = next(file.iter_batches(batch_size=MAX_ROWS), None)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ImportRefusal(f"The Parquet file is damaged or of an unknown kind: {error}. Write it again, or export it as CSV.") from None
    columns = [] if first is None else [_cut(exact_cells(column)) for column in first.columns]
    rows = [list(row) for row in zip(*columns)]
    return answer | {
        "columns": describe(schema),
        "rows": rows,
        "texts": [["" if cell is None else str(cell) for cell in row] for row in rows],
        "sortCandidates": row_order.by_preference(row_order.TimeColumn(field.name, field.type, 0, 0) for field in schema),
    }


class _Inspection:
    """Of a text file. `raw`: its first bytes; `whole`: they are all of it."""

    def __init__(self, raw: bytes, whole: bool, options: dict[str, Any]) -> None:
        self._options = options
        self._compressed = raw.startswith(gzip_text.MAGIC)
        if self._compressed:
            blocks = gzip_text.inflate([raw], gzip_text.limit(len(raw)), cut=not whole)
            unfolded = b"".join(itertools.takewhile(_Budget(HEAD_BYTES), blocks))
            whole = whole and len(unfolded) < HEAD_BYTES
            raw = unfolded[:HEAD_BYTES]
        self._whole = whole
        detection = text_encoding.settle(raw, whole, options.get("encoding"))
        self._encoding = detection.encoding
        self._warnings = [detection.warning] if detection.warning else []
        self._head = _as_utf8(raw, whole, detection.encoding)
        refuse_what_is_not_csv(self._head)

    def answer(self) -> dict[str, Any]:
        dialect = self._settle()
        rows, all_seen, faults = self._rows(dialect)
        if not rows and all_seen:
            raise ImportRefusal("The file has a header but no rows. Add at least one row of data.", line=dialect.header_lines or 1)
        columns = [pa.array(column, pa.string()) for column in zip(*rows)] if rows else [pa.array([], pa.string()) for _ in dialect.names]
        evidence = [Evidence(dialect.rules) for _ in columns]
        for texts, values, found in zip(zip(*rows), columns, evidence):
            if not glance(texts, found):
                examine(values, 0, found)
        decisions, misfits = self._decisions(dialect, evidence)
        shown = [convert(values.slice(0, MAX_ROWS), decision) for values, decision in zip(columns, decisions)]
        remarks = itertools.chain.from_iterable(
            on_column(name, found, decision, lambda row: f" in row {row + 1}") for name, found, decision in zip(dialect.names, evidence, decisions) if name not in self._wanted
        )
        times = [row_order.TimeColumn(name, decision.type, values.null_count, len(values)) for name, decision, values in zip(dialect.names, decisions, shown)]
        return {
            "format": "csv",
            "compression": "gzip" if self._compressed else "none",
            "dialect": dialect.describe(self._encoding),
            "columns": [{"name": name, "type": column_type(decision.type)} for name, decision in zip(dialect.names, decisions)],
            "rows": [list(row) for row in zip(*(_cut(exact_cells(values)) for values in shown))],
            "texts": [[text[:MAX_CELL_LENGTH] for text in row] for row in rows[:MAX_ROWS]],
            "lines": _first_lines(self._head),
            "warnings": capped([*self._warnings, *dialect.warnings, *faults, *misfits, *remarks]),
            "sortCandidates": row_order.by_preference(times),
            "complete": all_seen,
        }

    @property
    def _wanted(self) -> dict[str, str]:
        return self._options.get("types") or {}

    def _settle(self) -> Dialect:
        try:
            return csv_dialect.settle_head(self._head, self._whole, self._options, suggest=True)
        except (csv.Error, csv_dialect.HeadTooShort):
            raise ImportRefusal(
                f"The first line is longer than what is looked at beforehand ({HEAD_BYTES // 1_000_000} MB), or a quotation mark on it is never closed. Check the quotation marks, or that rows end with line breaks.", line=1
            ) from None

    def _rows(self, dialect: Dialect) -> tuple[list[list[str]], bool, list[str]]:
        """Complete rows, as wide as the header; whether they are all of the file's; and a sentence on the first that isn't as wide."""
        text = self._head[dialect.data_start :].decode("utf-8", "ignore")
        if not self._whole:
            text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
        width = len(dialect.names)
        most = max(MAX_ROWS, JUDGED_CELLS // width)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter)
        found: list[tuple[int, list[str]]] = []
        line = dialect.header_lines + 1
        for row in reader:
            if row or width == 1:
                found.append((line, row or [""]))
            line = dialect.header_lines + reader.line_num + 1
            if len(found) >= most:
                break
        else:
            if not self._whole and '"' in text:
                # The cut may have been within a quoted field.
                found = found[:-1]
        ended = self._whole and next(reader, None) is None
        ragged = next(((line, len(row)) for line, row in found if len(row) != width), None)
        faults = []
        if ragged:
            line, fields = ragged
            faults.append(f"Line {line} has {fields:,} {'field' if fields == 1 else 'fields'} where {width:,} are due. The import will refuse the file until it is corrected, or read otherwise.")
        return [row if len(row) == width else [*row[:width], *[""] * (width - len(row))] for _, row in found], ended, faults

    def _decisions(self, dialect: Dialect, evidence: list[Evidence]) -> tuple[list[Decision], list[str]]:
        decisions, misfits = [], []
        for name, found in zip(dialect.names, evidence):
            forced = force(self._wanted[name], found) if name in self._wanted else decide(found)
            if not isinstance(forced, Decision):
                where = "" if forced.row is None else f" in row {forced.row + 1}"
                misfits.append(f"Column “{name}” can't be {self._wanted[name]}: it holds {quoted(forced.value)} ({forced.what}){where}. {forced.cure}")
                forced = Decision(pa.string())
            decisions.append(forced)
        return decisions, misfits


class _Budget:
    """True for as long as no more than so many bytes came before."""

    def __init__(self, size_bytes: int) -> None:
        self._left = size_bytes

    def __call__(self, block: bytes) -> bool:
        wanted = self._left > 0
        self._left -= len(block)
        return wanted


def _as_utf8(raw: bytes, whole: bool, encoding: str) -> bytes:
    if encoding == "utf-8":
        _check_utf8(raw, whole)
        zero = raw.find(0)
        if zero >= 0:
            raise text_encoding.zero_byte(1 + text_source.count_breaks(raw[:zero]))
        return raw
    return b"".join(text_source.decode([raw], encoding, lambda: 1, cut=not whole))


def _check_utf8(raw: bytes, whole: bool) -> None:
    try:
        text_encoding.decode_head(raw, "utf-8", whole)
    except UnicodeDecodeError as error:
        raise text_encoding.not_utf8(raw, error.start, 1 + text_source.count_breaks(raw[: error.start])) from None


def _first_lines(head: bytes) -> list[str]:
    text = head[: MAX_LINES * MAX_LINE_LENGTH * 4].decode("utf-8", "ignore").removeprefix("\ufeff")
    lines = (found.group() for found in _LINE.finditer(text) if found.group())
    return [line.rstrip("\r\n")[:MAX_LINE_LENGTH] for line in itertools.islice(lines, MAX_LINES)]


def _cut(values: list[Cell]) -> list[Cell]:
    return [value[:MAX_CELL_LENGTH] if isinstance(value, str) else value for value in values]

"""A CSV file to Parquet: loaded exactly, or refused with the line and what to change.

Three steps. A scan of the bytes settles that the file is text with its quotes and rows in order.
Then every column is read as text and its evidence gathered, while the types that the first rows
suggest are written out at once. Only if a later row contradicts them is the file read again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from . import csv_dialect, csv_slow_read, csv_structure, sources
from .columns import describe
from .csv_dialect import Dialect
from .csv_evidence import Evidence, examine
from .csv_forced_type import force
from .csv_remarks import capped, on_column, quoted
from .csv_structure import Structure
from .csv_types import Decision, convert, decide
from .file_signature import refuse_what_is_not_csv, refuse_what_is_not_text
from .import_refusal import ImportRefusal
from .row_group_writer import RowGroupWriter
from .text_source import TextSource, open_text

BLOCK_BYTES = 8 * 1024 * 1024
# Columns are worked on by two threads, while a third reads ahead or writes what is done.
WORKERS = 3

Progress = Callable[[str, int, int], None]


def run(body: dict[str, Any], fd: int, emit: Callable[[dict[str, Any]], None], out_path: str) -> dict[str, Any]:
    """ImportRequest → ImportReport; the Parquet file is at `out_path` then. Raises ImportRefusal."""
    options = body.get("options") or {}
    size_bytes = os.fstat(fd).st_size

    def progress(stage: str, done: int, total: int) -> None:
        emit({"type": "progress", "stage": stage, "done": done, "total": total})

    refuse_what_is_not_text(sources.DescriptorFile(fd).read(csv_dialect.HEAD_BYTES))
    progress("checking", 0, size_bytes)
    # Beside the output: the scratch folder is the one place with room, and its size is watched.
    text = open_text(fd, options.get("encoding"), out_path + ".text", body.get("limits") or {}, lambda done: progress("checking", done, 2 * size_bytes))
    try:
        return _import_text(text, size_bytes, options, progress, out_path)
    finally:
        if text.copied:
            os.close(text.fd)
            os.remove(out_path + ".text")


def _import_text(text: TextSource, size_bytes: int, options: dict[str, Any], progress: Progress, out_path: str) -> dict[str, Any]:
    refuse_what_is_not_csv(text.head(csv_dialect.HEAD_BYTES))
    dialect = csv_dialect.settle(text, options)
    text_bytes = os.fstat(text.fd).st_size
    # Progress counts the bytes of the file that was uploaded, whatever becomes of them.
    scale = size_bytes / text_bytes
    first_half = size_bytes if text.copied else 0
    structure = csv_structure.check(text.fd, dialect, lambda done: progress("checking", first_half + int(done * scale), first_half + size_bytes))
    if dialect.data_start >= text_bytes or not _has_data(text.fd, dialect):
        raise ImportRefusal("The file has a header but no rows. Add at least one row of data.", line=dialect.header_lines or 1)

    wanted = options.get("types") or {}
    for name in wanted:
        if name not in dialect.names:
            raise ImportRefusal(f"A type was given for “{name}”, but the file has no such column.", column=name)

    def converting(stage: str, done: int, total: int) -> None:
        progress(stage, int(done * scale), int(total * scale))

    table = _Import(text.fd, dialect, structure, wanted, out_path, converting)
    schema, rows, warnings = table.load()
    return {
        "columns": describe(schema),
        "rowCount": rows,
        "sizeBytes": os.path.getsize(out_path),
        "warnings": capped([*text.warnings, *dialect.warnings, *structure.warnings, *warnings]),
        "format": "csv",
        "dialect": dialect.describe(text.encoding),
    }


def _has_data(fd: int, dialect: Dialect) -> bool:
    source = sources.DescriptorFile(fd, dialect.data_start)
    # In a file of one column a blank line is an empty cell.
    if len(dialect.names) == 1:
        return bool(source.read(1))
    while block := source.read(csv_structure.BLOCK_BYTES):
        if block.strip(b"\r\n"):
            return True
    return False


class _RowTooLong(Exception):
    """A row is longer than the block it is read in."""


class _Import:
    def __init__(self, fd: int, dialect: Dialect, structure: Structure, wanted: dict[str, str], out_path: str, progress: Progress) -> None:
        self._fd = fd
        self._dialect = dialect
        self._structure = structure
        self._wanted = wanted
        self._out_path = out_path
        self._progress = progress
        self._evidence: list[Evidence] = []
        self._block_bytes = BLOCK_BYTES
        self._size_bytes = os.fstat(fd).st_size

    def load(self) -> tuple[pa.Schema, int, list[str]]:
        """Write the file; its schema, rows, and what its author may want to know."""
        with ThreadPoolExecutor(WORKERS) as pool:
            try:
                decisions, rows, written = self._first_pass(pool)
            except _RowTooLong:
                # Rare, so such a file is begun again rather than every file measured.
                longest = csv_slow_read.longest_row_bytes(self._fd, self._dialect)
                self._block_bytes = max(longest, BLOCK_BYTES) + BLOCK_BYTES
                decisions, rows, written = self._first_pass(pool)
            if not written:
                self._second_pass(pool, decisions)
        return self._schema(decisions), rows, self._remarks(decisions, rows)

    def _first_pass(self, pool: ThreadPoolExecutor) -> tuple[list[Decision], int, bool]:
        self._evidence = [Evidence(self._dialect.rules) for _ in self._dialect.names]
        rows = 0
        guess: list[Decision] | None = None
        writer: RowGroupWriter | None = None
        try:
            for batch, done in _ahead(self._batches(), pool):
                list(pool.map(lambda one: examine(one[0], rows, one[1]), zip(batch.columns, self._evidence)))
                rows += batch.num_rows
                decisions = [decide(evidence) for evidence in self._evidence]
                if guess is None:
                    # Types asked for are checked against all rows before anything is written with them.
                    guess = decisions
                    writer = None if self._wanted else RowGroupWriter(self._out_path, self._schema(guess), pool)
                elif writer is not None and not all(map(_reads_alike, decisions, guess)):
                    writer.abandon()
                    writer = None
                if writer is not None:
                    writer.add(list(pool.map(convert, batch.columns, decisions)))
                self._progress("converting", done, self._size_bytes * (1 if writer is not None else 2))
        except _RowTooLong:
            if writer is not None:
                writer.abandon()
            raise
        decisions = [self._final(name, evidence, rows) for name, evidence in zip(self._dialect.names, self._evidence)]
        if writer is not None:
            writer.close()
        return decisions, rows, writer is not None

    def _second_pass(self, pool: ThreadPoolExecutor, decisions: list[Decision]) -> None:
        writer = RowGroupWriter(self._out_path, self._schema(decisions), pool)
        for batch, done in _ahead(self._batches(), pool):
            writer.add(list(pool.map(convert, batch.columns, decisions)))
            self._progress("converting", self._size_bytes + done, self._size_bytes * 2)
        writer.close()

    def _batches(self) -> Iterator[tuple[pa.RecordBatch, int]]:
        dialect = self._dialect
        source = sources.DescriptorFile(self._fd, dialect.data_start)
        ragged: list[Any] = []

        def note_ragged(row: Any) -> str:
            ragged.append(row)
            return "error"

        try:
            reader = pacsv.open_csv(
                pa.PythonFile(source, mode="r"),
                read_options=pacsv.ReadOptions(use_threads=False, block_size=self._block_bytes, column_names=dialect.names),
                parse_options=pacsv.ParseOptions(
                    delimiter=dialect.delimiter,
                    newlines_in_values=self._structure.has_quotes,
                    ignore_empty_lines=len(dialect.names) > 1,
                    invalid_row_handler=note_ragged,
                ),
                convert_options=pacsv.ConvertOptions(
                    column_types=dict.fromkeys(dialect.names, pa.string()),
                    strings_can_be_null=False,
                    # The scan has looked at every byte.
                    check_utf8=False,
                ),
            )
            for batch in reader:
                yield batch, dialect.data_start + source.tell()
        except pa.ArrowInvalid as error:
            if "straddling" in str(error):
                raise _RowTooLong from None
            csv_slow_read.refuse_ragged(self._fd, dialect)
            raise ImportRefusal(f"The file could not be read as CSV: {error}") from error

    def _schema(self, decisions: list[Decision]) -> pa.Schema:
        return pa.schema([pa.field(name, decision.type) for name, decision in zip(self._dialect.names, decisions)])

    def _final(self, name: str, evidence: Evidence, rows: int) -> Decision:
        if name not in self._wanted:
            return decide(evidence)
        forced = force(self._wanted[name], evidence)
        if isinstance(forced, Decision):
            return forced
        row = self._first_row_of(name, forced.value) if forced.row is None else forced.row
        raise ImportRefusal(
            f"Column “{name}” was to be {self._wanted[name]}, but it holds {quoted(forced.value)} ({forced.what}){'' if row is None else self._at(row, rows)}. {forced.cure}",
            line=None if row is None else self._line(row, rows),
            column=name,
        )

    def _first_row_of(self, name: str, value: str) -> int | None:
        rows = 0
        for batch, _ in self._batches():
            found = pc.index(pc.ascii_trim(batch.column(name), " \t"), value).as_py()
            if found >= 0:
                return rows + found
            rows += batch.num_rows
        return None

    def _line(self, row: int, rows: int) -> int | None:
        # Line breaks inside fields, or blank lines, and rows are no longer lines.
        simple = self._structure.lines == rows + self._dialect.header_lines
        return row + self._dialect.header_lines + 1 if simple else None

    def _at(self, row: int, rows: int) -> str:
        line = self._line(row, rows)
        return f" on line {line}" if line is not None else f" in row {row + 1}"

    def _remarks(self, decisions: list[Decision], rows: int) -> list[str]:
        remarks = []
        blank = self._structure.lines - rows - self._dialect.header_lines
        if blank > 0 and not self._structure.has_quotes:
            remarks.append(f"{blank} blank {'line was' if blank == 1 else 'lines were'} left out.")
        for name, evidence, decision in zip(self._dialect.names, self._evidence, decisions):
            if name in self._wanted:
                continue
            remarks += on_column(name, evidence, decision, lambda row: self._at(row, rows))
        return remarks


def _ahead(items: Iterator[Any], pool: ThreadPoolExecutor) -> Iterator[Any]:
    """The same items, the next one being made while the caller works on this one."""
    coming = pool.submit(next, items, None)
    while (item := coming.result()) is not None:
        coming = pool.submit(next, items, None)
        yield item


def _reads_alike(decision: Decision, guess: Decision) -> bool:
    return decision.type == guess.type and decision.reading == guess.reading

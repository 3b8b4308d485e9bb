"""A Parquet file from anywhere to our own layout: the same values in our eight types, or refused with the column."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from . import sources
from .columns import describe
from .csv_header import MAX_COLUMNS, tidy_names
from .csv_remarks import capped
from .file_signature import PARQUET_MAGIC
from .import_refusal import ImportRefusal
from .layout import arrange, refuse_unknown_order
from .lossless_cast import NotLossless, arrow_type_of, cast_exactly
from .parquet_types import Reading, Survey, reading_of
from .profile import Profiler
from .row_group_writer import RowGroupWriter

MAGIC_ENCRYPTED = b"PARE"
BATCH_ROWS = 16_384
# A file's own words about its sizes are taken for nothing but a limit on how far it may unfold.
MAX_UNFOLDING = 1_000
FREE_UNFOLDING_BYTES = 1024**3
MAX_FIELD_BYTES = 16 * 1024 * 1024

Emit = Callable[[dict[str, Any]], None]


def is_parquet(fd: int) -> bool:
    """By its bytes; the name says nothing."""
    head, tail = os.pread(fd, 16, 0), os.pread(fd, 4, max(0, os.fstat(fd).st_size - 4))
    magics = (PARQUET_MAGIC, MAGIC_ENCRYPTED)
    # A text may begin with such a word, but not go on with such bytes.
    return head[:4] in magics and (tail in magics or not head.isascii() or any(byte < 9 for byte in head))


def run(body: dict[str, Any], fd: int, emit: Emit, out_path: str, profiler: Profiler | None = None) -> dict[str, Any]:
    """ImportRequest → ImportReport; the rows are at `out_path` then, and all were shown to the profiler. Raises ImportRefusal."""
    return _ParquetImport(body, fd, emit, out_path, profiler).load()


class _ParquetImport:
    def __init__(self, body: dict[str, Any], fd: int, emit: Emit, out_path: str, profiler: Profiler | None) -> None:
        self._profiler = profiler
        self._fd = fd
        self._emit = emit
        self._out_path = out_path
        self._size_bytes = os.fstat(fd).st_size
        self._options: dict[str, Any] = body.get("options") or {}
        self._wanted: dict[str, str] = self._options.get("types") or {}
        text_bytes = (body.get("limits") or {}).get("textBytes") or float("inf")
        self._unfolded_limit = min(text_bytes, max(FREE_UNFOLDING_BYTES, self._size_bytes * MAX_UNFOLDING))
        self._rows = 0

    def load(self) -> dict[str, Any]:
        schema, rows = self._open()
        names, warnings = _tidy(schema.names)
        for name in self._wanted:
            if name not in names:
                raise ImportRefusal(f"A type was given for “{name}”, but the file has no such column.", column=name)
        refuse_unknown_order(self._options, names)
        readings = self._survey(schema, names, rows)
        out_schema = pa.schema([pa.field(reading.name, self._type_of(reading)) for reading in readings])
        with RowGroupWriter(self._out_path, out_schema, self._profiler.begin(out_schema) if self._profiler else None) as writer:
            for batch in self._batches("converting", rows):
                writer.add(pa.Table.from_arrays([self._converted(reading, column) for reading, column in zip(readings, batch.columns)], schema=out_schema))
        sorted_by = arrange(self._out_path, self._options, lambda: self._progress("sorting", 0, 0))
        return {
            "columns": describe(out_schema),
            "rowCount": self._rows,
            "sizeBytes": os.path.getsize(self._out_path),
            "format": "parquet",
            "dialect": None,
            "sortedBy": sorted_by,
            "warnings": capped([*warnings, *(reading.warning for reading in readings if reading.warning and reading.name not in self._wanted)]),
        }

    def _open(self) -> tuple[pa.Schema, int]:
        self._progress("checking", 0, 0)
        if os.pread(self._fd, 4, max(0, self._size_bytes - 4)) == MAGIC_ENCRYPTED:
            raise ImportRefusal("The Parquet file is encrypted. Write it without encryption and upload that.")
        try:
            reader = pq.ParquetFile(sources.stream(self._fd))
            # Of all there may be in a file, the schema is what costs most to read.
            columns, rows = len(reader.metadata.schema.to_arrow_schema()), reader.metadata.num_rows
            schema = reader.schema_arrow
        except (pa.ArrowException, OSError, RuntimeError, ValueError) as error:
            raise _damaged(error) from None
        if columns > MAX_COLUMNS:
            raise ImportRefusal(f"The file has {columns:,} columns; the limit is {MAX_COLUMNS:,}. Remove columns, or turn them into rows.")
        if columns == 0 or rows == 0:
            raise ImportRefusal("The file has columns but no rows. Add at least one row of data." if columns else "The file has no columns. Write it with at least one column and one row.")
        return schema, rows

    def _survey(self, schema: pa.Schema, names: list[str], rows: int) -> list[Reading]:
        """How each column is read. Where its type alone does not say, its values are looked at first."""
        surveys = [Survey(field.type) for field in schema]
        if any(survey.is_due for survey in surveys):
            for batch in self._batches("checking", rows):
                for survey, column in zip(surveys, batch.columns):
                    survey.add(column)
        return [reading_of(name, field.type, survey) for name, field, survey in zip(names, schema, surveys)]

    def _batches(self, stage: str, rows: int) -> Iterator[pa.RecordBatch]:
        self._rows = 0
        unfolded = 0
        try:
            reader = pq.ParquetFile(sources.stream(self._fd))
            for batch in reader.iter_batches(batch_size=BATCH_ROWS, use_threads=False):
                self._rows += batch.num_rows
                unfolded += batch.nbytes
                if unfolded > self._unfolded_limit:
                    raise ImportRefusal(f"The file unfolds to more than {self._unfolded_limit / 1024**3:.0f} GB, which is above the limit. Split it.", code="too_large")
                yield batch
                done = self._size_bytes * min(self._rows, rows) // rows
                self._progress(stage, done, self._size_bytes)
        except (pa.ArrowException, OSError, RuntimeError, ValueError) as error:
            if isinstance(error, OSError) and error.errno:
                raise
            raise _damaged(error, self._rows) from None
        if self._rows != rows:
            raise ImportRefusal(f"The Parquet file is damaged: it says it has {rows:,} rows, and holds {self._rows:,}. Write it again.")

    def _type_of(self, reading: Reading) -> pa.DataType:
        wanted = self._wanted.get(reading.name)
        return reading.type if wanted is None else arrow_type_of(wanted, reading.type)

    def _converted(self, reading: Reading, column: pa.Array) -> pa.Array:
        values = reading.convert(column)
        longest = _longest_bytes(values)
        if longest > MAX_FIELD_BYTES:
            raise ImportRefusal(f"Column “{reading.name}” has a value of {longest / 1024**2:.0f} MB; the limit is {MAX_FIELD_BYTES // 1024**2} MB. Shorten it, or leave the column out.", column=reading.name, code="too_large")
        wanted = self._type_of(reading)
        try:
            return cast_exactly(values, wanted)
        except NotLossless as error:
            row = self._rows - len(column) + error.row + 1
            raise ImportRefusal(
                f"Column “{reading.name}” was to be {self._wanted[reading.name]}, but it holds “{error.shown}” in row {row:,}. Correct the value, or choose another type.",
                column=reading.name,
            ) from None

    def _progress(self, stage: str, done: int, total: int) -> None:
        self._emit({"type": "progress", "stage": stage, "done": done, "total": total, "rows": self._rows})


def _tidy(names: list[str]) -> tuple[list[str], list[str]]:
    try:
        return tidy_names(names, 1)
    except ImportRefusal as refusal:
        # The file has no lines.
        raise ImportRefusal(str(refusal), code=refusal.code) from None


def _longest_bytes(values: pa.Array) -> int:
    if not pa.types.is_string(values.type):
        return 0
    return pa.compute.max(pa.compute.binary_length(values)).as_py() or 0


def _damaged(error: BaseException, rows: int = 0) -> ImportRefusal:
    said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    if "ncrypt" in said:
        return ImportRefusal("The Parquet file is encrypted. Write it without encryption and upload that.")
    if "magic bytes" in said or "footer" in said.lower():
        return ImportRefusal("The Parquet file is cut off or damaged: its end, where its columns are described, cannot be read. Copy it again, or write it again.")
    where = f" after row {rows:,}" if rows else ""
    return ImportRefusal(f"The Parquet file is damaged{where}, or uses something that cannot be read here ({said}). Write it again, or export it as CSV.")

"""The rows a transform gave, in our eight types and our layout on disk."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from .csv_header import MAX_COLUMNS, MAX_NAME_LENGTH
from .parquet_import import MAX_FIELD_BYTES
from .parquet_types import Reading, Survey, reading_of
from .profile import Profiler
from .row_group_writer import RowGroupWriter
from .transform_output import Output, OutputFault

_PROGRESS_SECONDS = 0.25

Emit = Callable[[dict[str, Any]], None]


def write_rows(output: Output, out_path: str, emit: Emit, profiler: Profiler | None, limit_bytes: int | None) -> tuple[pa.Schema, int, list[str]]:
    """Write the rows to `out_path`: their schema, how many they are, and what their author may want to know.

    Memory is bounded by a few row groups, whatever streams. Raises OutputFault, ImportRefusal for a value without a
    place in our types, and whatever the author's own code raises while its rows are pulled.
    """
    _check_names(output.schema.names)
    folder = os.path.dirname(out_path)
    readings, batches = _readings(output, os.path.join(folder, "unsettled.arrow"))
    schema = pa.schema([pa.field(reading.name, reading.type) for reading in readings])
    rows = 0
    told_at = time.monotonic()
    with RowGroupWriter(out_path, schema, profiler.begin(schema) if profiler else None) as writer:
        for batch in batches:
            writer.add(pa.Table.from_arrays([_converted(reading, column) for reading, column in zip(readings, batch.columns)], schema=schema))
            rows += batch.num_rows
            if time.monotonic() - told_at >= _PROGRESS_SECONDS:
                told_at = time.monotonic()
                emit({"type": "progress", "stage": "converting", "done": 0, "total": 0, "rows": rows})
                _check_size(out_path, limit_bytes)
    _check_size(out_path, limit_bytes)
    warnings = [*output.notes, *(reading.warning for reading in readings if reading.warning)]
    if rows == 0:
        warnings.append("The result is empty: it has columns but no rows.")
    return schema, rows, warnings


def _check_names(names: list[str]) -> None:
    if not names:
        raise OutputFault("NoColumns", "The table that transform returned has no columns.", "Return at least one.")
    if len(names) > MAX_COLUMNS:
        raise OutputFault("TooManyColumns", f"The result has {len(names):,} columns; the limit is {MAX_COLUMNS:,}.", "Leave some out, or turn them into rows.")
    seen: set[str] = set()
    for position, name in enumerate(names, start=1):
        if not name.strip():
            raise OutputFault("UnnamedColumn", f"Column {position} of the result has no name.", "Give every column a name.")
        if len(name.encode("utf-16-le", "surrogatepass")) // 2 > MAX_NAME_LENGTH:
            raise OutputFault("LongName", f"The name of column {position} is longer than {MAX_NAME_LENGTH:,} characters.", "Shorten it.")
        if name in seen:
            raise OutputFault("DuplicateColumn", f"The result has two columns called “{name}”.", "Rename or leave out one of them; a join can be given suffixes.")
        seen.add(name)


def _readings(output: Output, spill_path: str) -> tuple[list[Reading], Iterator[pa.RecordBatch]]:
    """How each column is read, and the rows. Where types alone do not say, all rows are looked at before the first is
    written; those that come but once are kept on disk meanwhile."""
    fields = list(output.schema)
    surveys = [Survey(pa.int64() if at in output.as_int64 else field.type) for at, field in enumerate(fields)]
    batches = output.batches()
    if any(survey.is_due for survey in surveys):
        looked_at = _surveyed(batches, surveys)
        if output.repeatable:
            for _ in looked_at:
                pass
            batches = output.batches()
        else:
            _spill(looked_at, output.schema, spill_path)
            batches = _spilled(spill_path)
    return [_reading(field, survey, at in output.as_int64) for at, (field, survey) in enumerate(zip(fields, surveys))], batches


def _reading(field: pa.Field, survey: Survey, is_wide: bool) -> Reading:
    if not is_wide:
        return reading_of(field.name, field.type, survey)

    def narrowed(column: pa.Array) -> pa.Array:
        try:
            return column.cast(pa.int64())
        except pa.ArrowInvalid:
            raise OutputFault(
                "IntegerTooLarge",
                f"Column “{field.name}” has a whole number beyond 64 bits.",
                f"Cast it to a decimal or a double: CAST({field.name} AS DOUBLE).",
            ) from None

    return Reading(field.name, pa.int64(), narrowed)


def _surveyed(batches: Iterator[pa.RecordBatch], surveys: list[Survey]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for survey, column in zip(surveys, batch.columns):
            survey.add(column)
        yield batch


def _spill(batches: Iterator[pa.RecordBatch], schema: pa.Schema, path: str) -> None:
    with pa.OSFile(path, "wb") as sink, pa.ipc.new_stream(sink, schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _spilled(path: str) -> Iterator[pa.RecordBatch]:
    with pa.OSFile(path) as source, pa.ipc.open_stream(source) as reader:
        yield from reader
    os.remove(path)


def _converted(reading: Reading, column: pa.Array) -> pa.Array:
    values = reading.convert(column)
    # All of them together being no longer, none is.
    if pa.types.is_string(values.type) and values.nbytes > MAX_FIELD_BYTES:
        longest = pc.max(pc.binary_length(values)).as_py() or 0
        if longest > MAX_FIELD_BYTES:
            raise OutputFault("ValueTooLong", f"Column “{reading.name}” has a value of {longest / 1024**2:.0f} MB; the limit is {MAX_FIELD_BYTES // 1024**2} MB.", "Shorten it, or leave the column out.")
    return values


def _check_size(path: str, limit_bytes: int | None) -> None:
    if limit_bytes is not None and os.path.exists(path) and os.path.getsize(path) > limit_bytes:
        raise OutputFault("OutputTooLarge", f"The result needs more than {limit_bytes / 1024**3:g} GB.", "Aggregate or filter, or return fewer columns.", "output_too_large")

"""The rows of a file behind those of a version: columns by name, every value as it was, or refused."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from . import sources
from .append_types import Joint, join
from .columns import column_type, describe
from .csv_remarks import capped
from .import_refusal import ImportRefusal
from .layout import arrange
from .lossless_cast import NotLossless, cast_exactly
from .profile import Profiler
from .row_group_writer import ROW_GROUP_ROWS, RowGroupWriter

Emit = Callable[[dict[str, Any]], None]
Read = Callable[[dict[str, Any], int, Emit, str], dict[str, Any]]


def run(body: dict[str, Any], upload: int, base: int, emit: Emit, out_path: str, read: Read, profiler: Profiler) -> dict[str, Any]:
    """ImportRequest with `appendTo` → ImportReport of all rows, which are at `out_path` then. Raises ImportRefusal.

    `base`: the version's Parquet file. `read`: imports a file alone. All rows are shown to the profiler.
    """
    before = pq.ParquetFile(sources.stream(base))
    file_path = f"{out_path}.file"
    try:
        report, joints = _read_alike(body, upload, before.schema_arrow, emit, file_path, read)
        added = pq.ParquetFile(file_path)
        schema = pa.schema([pa.field(joint.name, joint.type) for joint in joints])
        rows = before.metadata.num_rows + added.metadata.num_rows
        with RowGroupWriter(out_path, schema, profiler.begin(schema)) as writer:
            for source, whose in ((before, "the data so far"), (added, "the file")):
                done = 0
                for batch in _batches(source):
                    writer.add(pa.Table.from_arrays([_column(batch, joint, done, whose) for joint in joints], schema=schema))
                    done += batch.num_rows
                    emit({"type": "progress", "stage": "converting", "done": 0, "total": 0, "rows": done})
        # As the version was, unless it was asked for otherwise: its options come with the request.
        sorted_by = arrange(out_path, body.get("options") or {}, lambda: emit({"type": "progress", "stage": "sorting", "done": 0, "total": 0, "rows": rows}))
    finally:
        if os.path.exists(file_path):
            os.remove(file_path)
    return {
        **report,
        "columns": describe(schema),
        "rowCount": rows,
        "sizeBytes": os.path.getsize(out_path),
        "sortedBy": sorted_by,
        "warnings": capped([*report["warnings"], *(joint.warning for joint in joints if joint.warning)]),
    }


def _read_alike(body: dict[str, Any], upload: int, before: pa.Schema, emit: Emit, file_path: str, read: Read) -> tuple[dict[str, Any], list[Joint]]:
    """The file alone at `file_path`, read so that its columns can stand under the version's."""
    options = body.get("options") or {}
    chosen: dict[str, str] = options.get("types") or {}
    # The rows are put in order with the others, not by themselves.
    alone = lambda types: {**body, "options": {**options, "types": types, "sortBy": None}}  # noqa: E731
    report = read(alone(chosen), upload, emit, file_path)
    names = {column["name"] for column in report["columns"]}
    # Text stays as it is written: 007 must not become 7 on its way.
    types = {**{field.name: "string" for field in before if column_type(field.type) == "string" and field.name in names}, **chosen}
    if any(column["type"] != types.get(column["name"], column["type"]) for column in report["columns"]):
        report = read(alone(types), upload, emit, file_path)
    joints, unlike = join(before, _schema(file_path), _empty_columns(file_path))
    if unlike:
        # What looks like another type may still be written in the version's: this finds out, or the line to name.
        types = {**types, **{name: column_type(before.field(name).type) for name in unlike}}
        try:
            report = read(alone(types), upload, emit, file_path)
        except ImportRefusal as refusal:
            raise _unlike(refusal, before) from None
        joints, unlike = join(before, _schema(file_path), _empty_columns(file_path))
    for name in unlike:
        raise ImportRefusal(f"Column “{name}” cannot be appended: it is {column_type(before.field(name).type)} so far, and {column_type(_schema(file_path).field(name).type)} in the file. {_CURE}", column=name)
    return report, joints


_CURE = "Correct the file, or replace the data instead of appending to them."


def _unlike(refusal: ImportRefusal, before: pa.Schema) -> ImportRefusal:
    if refusal.column is None or refusal.column not in before.names:
        return refusal
    so_far = column_type(before.field(refusal.column).type)
    return ImportRefusal(f"Column “{refusal.column}” cannot be appended: it is {so_far} so far. {refusal}", line=refusal.line, column=refusal.column, code=refusal.code)


def _schema(path: str) -> pa.Schema:
    return pq.read_schema(path)


def _empty_columns(path: str) -> set[str]:
    """The names of columns without a value: they can be of any type."""
    with pq.ParquetFile(path) as file:
        filled: set[str] = set()
        maybe = [field.name for field in file.schema_arrow if pa.types.is_string(field.type)]
        for batch in file.iter_batches(batch_size=ROW_GROUP_ROWS, columns=maybe, use_threads=False) if maybe else []:
            filled |= {name for name in maybe if batch.column(name).null_count < batch.num_rows}
            if len(filled) == len(maybe):
                break
    return set(maybe) - filled


def _batches(source: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    yield from source.iter_batches(batch_size=ROW_GROUP_ROWS // 4, use_threads=False)


def _column(batch: pa.RecordBatch, joint: Joint, rows_before: int, whose: str) -> pa.Array:
    if joint.name not in batch.schema.names:
        return pa.nulls(batch.num_rows, joint.type)
    values = batch.column(joint.name)
    if pc.count(values).as_py() == 0:
        return pa.nulls(batch.num_rows, joint.type)
    try:
        return cast_exactly(values, joint.type)
    except NotLossless as error:
        raise ImportRefusal(
            f"Column “{joint.name}” cannot be appended: “{error.shown}” (row {rows_before + error.row + 1:,} of {whose}) is {column_type(values.type)}, and {column_type(joint.type)} would not hold it exactly. {_CURE}",
            column=joint.name,
        ) from None

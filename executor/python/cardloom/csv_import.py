"""A CSV file to Parquet: loaded exactly, or refused with the line and what to change.

The file is read once, in blocks of whole rows that are worked on side by side. The first block is looked at closely and
suggests the columns' types. Each further block is proved to be plain text of those types, column by column, and is
written at once; what isn't proved is looked at closely. Only if a late row contradicts the first is the file read again,
and only if its quotes, lines or bytes are out of order is it read the careful way, which finds the line to name.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from . import csv_dialect, csv_structure, heap, sources
from .columns import describe
from .csv_blocks import NotPlain
from .csv_dialect import Dialect
from .csv_load import Loaded, Loader, Order
from .csv_remarks import capped
from .csv_rows import CarefulRows, PlainRows
from .file_signature import refuse_what_is_not_csv, refuse_what_is_not_text
from .import_refusal import ImportRefusal
from .profile import Profiler
from .text_source import TextSource, open_text

MAX_WORKERS = 4

# Stage, bytes done, bytes in all, rows read.
Progress = Callable[[str, int, int, int], None]


def run(body: dict[str, Any], fd: int, emit: Callable[[dict[str, Any]], None], out_path: str, profiler: Profiler | None = None) -> dict[str, Any]:
    """ImportRequest → ImportReport; the Parquet file is at `out_path` then, and all of its rows were shown to the profiler. Raises ImportRefusal."""
    heap.use_block_allocator()
    options = body.get("options") or {}
    size_bytes = os.fstat(fd).st_size

    def progress(stage: str, done: int, total: int, rows: int) -> None:
        emit({"type": "progress", "stage": stage, "done": done, "total": total, "rows": rows})

    refuse_what_is_not_text(sources.DescriptorFile(fd).read(csv_dialect.HEAD_BYTES))
    progress("checking", 0, size_bytes, 0)
    # Beside the output: the scratch folder is the one place with room, and its size is watched.
    text = open_text(fd, options.get("encoding"), out_path + ".text", body.get("limits") or {}, lambda done: progress("checking", done, size_bytes, 0))
    try:
        return _import_text(text, size_bytes, options, progress, out_path, profiler)
    finally:
        if text.copied:
            os.close(text.fd)
            os.remove(out_path + ".text")


def _import_text(text: TextSource, size_bytes: int, options: dict[str, Any], progress: Progress, out_path: str, profiler: Profiler | None) -> dict[str, Any]:
    refuse_what_is_not_csv(text.head(csv_dialect.HEAD_BYTES))
    dialect = csv_dialect.settle(text, options)
    text_bytes = os.fstat(text.fd).st_size
    # Progress counts the bytes of the file that was uploaded, whatever becomes of them.
    scale = size_bytes / text_bytes

    def scaled(stage: str, done: int, total: int, rows: int) -> None:
        progress(stage, int(done * scale), int(total * scale), rows)

    if dialect.data_start >= text_bytes or not _has_data(text.fd, dialect):
        csv_structure.check(text.fd, dialect, lambda _: None)
        raise ImportRefusal("The file has a header but no rows. Add at least one row of data.", line=dialect.header_lines or 1)
    wanted = options.get("types") or {}
    _refuse_unknown(dialect, wanted, "A type was given for")
    order = Order(options.get("sortBy"), asked="sortBy" in options)
    _refuse_unknown(dialect, [order.name] if order.name is not None else [], "The rows were to be sorted by")

    loaded = _load(text.fd, dialect, wanted, order, out_path, scaled, profiler)
    return {
        "columns": describe(loaded.schema),
        "rowCount": loaded.rows,
        "sizeBytes": os.path.getsize(out_path),
        "warnings": capped([*text.warnings, *dialect.warnings, *loaded.structure.warnings, *loaded.remarks]),
        "format": "csv",
        "dialect": dialect.describe(text.encoding),
        "sortedBy": loaded.sorted_by,
    }


def _refuse_unknown(dialect: Dialect, asked: dict[str, str] | list[str], what: str) -> None:
    for name in asked:
        if name not in dialect.names:
            raise ImportRefusal(f"{what} “{name}”, but the file has no such column.", column=name)


def _has_data(fd: int, dialect: Dialect) -> bool:
    source = sources.DescriptorFile(fd, dialect.data_start)
    # In a file of one column a blank line is an empty cell.
    if len(dialect.names) == 1:
        return bool(source.read(1))
    while block := source.read(csv_structure.BLOCK_BYTES):
        if block.strip(b"\r\n"):
            return True
    return False


def _load(fd: int, dialect: Dialect, wanted: dict[str, str], order: Order, out_path: str, progress: Progress, profiler: Profiler | None) -> Loaded:
    size_bytes = os.fstat(fd).st_size
    cores = min(MAX_WORKERS, len(os.sched_getaffinity(0)))
    # One thread more writes what the others have done.
    with ThreadPoolExecutor(cores) as pool:
        loader = Loader(dialect, wanted, order, out_path, size_bytes, progress, pool, cores, profiler)
        try:
            return loader.load(PlainRows(fd, dialect))
        except NotPlain:
            structure = csv_structure.check(fd, dialect, lambda done: progress("checking", done, size_bytes, 0))
            return loader.load(CarefulRows(fd, dialect, structure))

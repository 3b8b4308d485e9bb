"""One transform: its inputs opened, its code run, what it returned written as a dataset version."""

from __future__ import annotations

import errno
import os
import re
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from . import author_code, import_dataset, layout, query, sql_errors, sql_transform, user_errors
from .authored import TRANSFORM
from .captured_output import Warnings
from .columns import describe
from .csv_remarks import capped
from .import_refusal import ImportRefusal
from .live_log import LiveLog
from .profile import Profiler
from .returned_line import ReturnedLine
from .transform_inputs import Room, Source, TransformInputs
from .transform_output import INVALID_OUTPUT, Output, OutputFault, output_of
from .transform_rows import write_rows
from .user_errors import CardFault

PREVIEW_ROWS = 100
_FULL_BYTES = 64 * 1024**2
"""A disk with less is full: the next row group may not fit."""
_AUTHORS_FOLDER = "/tmp"
_AUTHORS_FULL_BYTES = 64 * 1024
_MENTIONS_POLARS = re.compile(r"\bpl\b")

Emit = Callable[[dict[str, Any]], None]


def run(body: dict[str, Any], paths: list[str], emit: Emit, out_path: str) -> dict[str, Any]:
    """TransformRequest → `{report}` or `{error}`; with `sampleRows` TransformPreviewRequest → `{preview}`, its error within.

    `paths`: the Parquet files of the inputs, in order. The data are at `out_path` then, and their profile beside them.
    Never raises for what the author did.
    """
    threads = len(os.sched_getaffinity(0))
    _use_threads(threads, os.path.dirname(out_path))
    emit = _one_at_a_time(emit)
    log = LiveLog(lambda text: emit({"type": "log", "text": text}))
    warned = Warnings(stderr=log)
    limits: dict[str, Any] = body.get("limits") or {}
    memory_bytes = limits.get("memoryBytes")
    sources: list[Source] = []
    answer: dict[str, Any] = {}
    returned = ReturnedLine()
    real_stdout, real_stderr = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = log, log
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.showwarning = warned.show
            emit({"type": "progress", "stage": "running", "done": 0, "total": 0})
            sources = _sources(body, paths, os.path.dirname(out_path))
            room = Room(memory_bytes, threads, os.path.join(os.path.dirname(out_path), "spill"), body.get("timezone") or "UTC")
            output, notes = _output(body, sources, room, returned)
            profiler = None if body.get("sampleRows") else Profiler()
            schema, rows, remarks = write_rows(output, out_path, emit, profiler, limits.get("outputBytes"))
            remarks = [*notes, *remarks]
            if profiler is None:
                answer = _preview(out_path)
            else:
                answer = _report(schema, rows, profiler, emit, out_path)
    except BaseException as error:  # SystemExit and KeyboardInterrupt are the author's doing too
        if (fault := _fault_of_the_disk(error, os.path.dirname(out_path))) is not None:
            raise OSError(fault, os.strerror(fault)) from error
        answer = {"error": _error(error, body, sources, memory_bytes, returned.line)}
        remarks = []
    finally:
        sys.stdout, sys.stderr = real_stdout, real_stderr
        log.end()
    found = {**answer, "warnings": capped([*remarks, *warned.list()])}
    if body.get("sampleRows"):
        sampled = [{"alias": source.alias, "sampledRows": source.rows, "totalRows": source.total_rows} for source in sources]
        return {"preview": {"columns": [], "rows": [], "rowCount": 0, "inputs": sampled, **found}}
    return {"error": answer["error"]} if "error" in answer else {"report": {**found, "inputRows": sum(source.total_rows for source in sources)}}


def _fault_of_the_disk(error: BaseException, folder: str) -> int | None:
    """The errno of a scratch folder without room for the result, or for what is set aside on the way to it; None when
    the error is another. The author's own /tmp is none of its business."""
    told = getattr(error, "errno", None) if isinstance(error, OSError) else None
    number = next((fault for fault in (errno.ENOSPC, errno.EFBIG) if told == fault or os.strerror(fault) in str(error)), None)
    if isinstance(error, duckdb.Error):
        # It writes nowhere else, and by now may have removed what it wrote. By default it leaves a tenth of the disk free.
        return errno.ENOSPC if number is None and "max_temp_directory_size" in str(error) else number
    if number == errno.ENOSPC:
        return number if _room_in(folder) < _FULL_BYTES and _room_in(_AUTHORS_FOLDER) >= _AUTHORS_FULL_BYTES else None
    return number if told == errno.EFBIG else None


def _room_in(folder: str) -> int:
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def _use_threads(threads: int, folder: str) -> None:
    """A transform has a process for itself, and all cores. Polars reads these at its import."""
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    os.environ["POLARS_TEMP_DIR"] = os.path.join(folder, "spill")
    pa.set_cpu_count(threads)
    pa.set_io_thread_count(threads)


def _one_at_a_time(emit: Emit) -> Emit:
    lock = threading.Lock()

    def locked(message: dict[str, Any]) -> None:
        with lock:
            emit(message)

    return locked


def _sources(body: dict[str, Any], paths: list[str], folder: str) -> list[Source]:
    sources = []
    for number, (wanted, path) in enumerate(zip(body["inputs"], paths, strict=True)):
        with pq.ParquetFile(path) as file:
            total = rows = file.metadata.num_rows
            columns = file.schema_arrow.names
            sample_rows = body.get("sampleRows")
            if sample_rows and total > sample_rows:
                path, rows = os.path.join(folder, f"sample-{number}.parquet"), sample_rows
                _write_sample(file, sample_rows, path)
        sources.append(Source(wanted["alias"], path, rows, total, columns))
    return sources


def _write_sample(file: pq.ParquetFile, rows: int, path: str) -> None:
    with pq.ParquetWriter(path, file.schema_arrow, compression="zstd") as writer:
        for batch in file.iter_batches(batch_size=min(rows, 65_536)):
            writer.write_batch(batch.slice(0, rows))
            rows -= min(rows, batch.num_rows)
            if rows <= 0:
                return


def _output(body: dict[str, Any], sources: list[Source], room: Room, returned: ReturnedLine) -> tuple[Output, list[str]]:
    if body.get("language") == "sql":
        return sql_transform.run(body, sources, room)
    import numpy as np
    import pandas as pd

    names: dict[str, Any] = {"pd": pd, "np": np, "pa": pa}
    if _MENTIONS_POLARS.search(body["code"]):  # Its import takes longer than many a transform.
        import polars

        names["pl"] = polars
    transform = author_code.function_of(body["code"], TRANSFORM, names, "a table", returned)
    return output_of(author_code.call(transform, {"inputs": TransformInputs(sources, room), "params": body["params"]}, TRANSFORM)), []


def _report(schema: pa.Schema, rows: int, profiler: Profiler, emit: Emit, out_path: str) -> dict[str, Any]:
    sorted_by = layout.date_order(out_path)
    import_dataset.describe(profiler, emit, out_path, rows)
    return {"columns": describe(schema), "rowCount": rows, "sizeBytes": os.path.getsize(out_path), "sortedBy": sorted_by}


def _preview(out_path: str) -> dict[str, Any]:
    fd = os.open(out_path, os.O_RDONLY)
    try:
        shown = query.preview({"limit": PREVIEW_ROWS}, fd)
    finally:
        os.close(fd)
    return {"columns": shown["columns"], "rows": shown["rows"], "rowCount": shown["totalRows"]}


def _error(error: BaseException, body: dict[str, Any], sources: list[Source], memory_bytes: int | None, returned_line: int | None) -> dict[str, Any]:
    inputs = [source.describe() for source in sources]
    if isinstance(error, ImportRefusal):
        # The words of Parquet's types, which say column and cure.
        error = OutputFault("InvalidOutput", str(error))
    if body.get("language") == "sql":
        told = sql_errors.describe(error, body["code"], inputs, memory_bytes, TRANSFORM)
    else:
        told = user_errors.describe(error, body["code"], inputs, memory_bytes, TRANSFORM)
        if returned_line is not None and "line" not in told:
            told |= user_errors.place_of([(returned_line, TRANSFORM.function)], body["code"])
            if told["code"] == "execution_failed" and not isinstance(error, CardFault):
                told["message"] = f"While computing what {TRANSFORM.function} returned: {told['message']}"
    is_whole = told["code"] in ("memory_limit", INVALID_OUTPUT, "output_too_large")
    return told if is_whole else {**told, "code": "execution_failed"}

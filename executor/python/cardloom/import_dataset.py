"""An uploaded file to a dataset version: read, appended, ordered, described."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

from . import append_rows, csv_import, parquet_import
from .profile import Profiler

Emit = Callable[[dict[str, Any]], None]

PROFILE_FILE = "profile.json"


def run(body: dict[str, Any], files: list[int], emit: Emit, out_path: str) -> dict[str, Any]:
    """ImportRequest → ImportReport without its hash.

    `files`: the upload, then the version to append to if the request names one. The data are at
    `out_path` then, and their profile beside them. Raises ImportRefusal.
    """
    profiler = Profiler()
    if body.get("appendTo"):
        report = append_rows.run(body, files[0], files[1], emit, out_path, _read, profiler)
    else:
        report = _read(body, files[0], emit, out_path, profiler)
    describe(profiler, emit, out_path, report["rowCount"])
    return report


def _read(body: dict[str, Any], upload: int, emit: Emit, out_path: str, profiler: Profiler | None = None) -> dict[str, Any]:
    """The file alone as Parquet in our layout."""
    read = parquet_import.run if parquet_import.is_parquet(upload) else csv_import.run
    return read(body, upload, emit, out_path, profiler)


def describe(profiler: Profiler, emit: Emit, out_path: str, rows: int) -> None:
    """Write the profile of the file at `out_path`, all of whose rows the profiler was shown, beside it."""
    def progress(done: int, total: int) -> None:
        emit({"type": "progress", "stage": "profiling", "done": done, "total": total, "rows": rows})

    progress(0, 0)
    fd = os.open(out_path, os.O_RDONLY)
    try:
        profile = profiler.finish(fd, progress)
    finally:
        os.close(fd)
    with open(os.path.join(os.path.dirname(out_path), PROFILE_FILE), "w", encoding="utf-8", errors="replace") as file:
        json.dump(profile, file, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

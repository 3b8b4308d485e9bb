"""An uploaded file to a dataset version: read, appended, ordered, described."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

from . import append_rows, csv_import, parquet_import, profile

Emit = Callable[[dict[str, Any]], None]

PROFILE_FILE = "profile.json"


def run(body: dict[str, Any], files: list[int], emit: Emit, out_path: str) -> dict[str, Any]:
    """ImportRequest → ImportReport without its hash.

    `files`: the upload, then the version to append to if the request names one. The data are at
    `out_path` then, and their profile beside them. Raises ImportRefusal.
    """
    upload = files[0]
    if body.get("appendTo"):
        report = append_rows.run(body, upload, files[1], emit, out_path, _read)
    else:
        report = _read(body, upload, emit, out_path)
    _describe(emit, out_path, report["rowCount"])
    return {**report, "sizeBytes": os.path.getsize(out_path)}


def _read(body: dict[str, Any], upload: int, emit: Emit, out_path: str) -> dict[str, Any]:
    """The file alone as Parquet in our layout."""
    if parquet_import.is_parquet(upload):
        return {**parquet_import.run(body, upload, emit, out_path), "format": "parquet", "dialect": None}
    return csv_import.run(body, upload, emit, out_path)


def _describe(emit: Emit, out_path: str, rows: int) -> None:
    def progress(done: int, total: int) -> None:
        emit({"type": "progress", "stage": "profiling", "done": done, "total": total, "rows": rows})

    progress(0, 0)
    fd = os.open(out_path, os.O_RDONLY)
    try:
        described = profile.profile(fd, progress)
    finally:
        os.close(fd)
    with open(os.path.join(os.path.dirname(out_path), PROFILE_FILE), "w", encoding="utf-8", errors="replace") as file:
        json.dump(described, file, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

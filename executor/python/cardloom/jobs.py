"""The one entrance for work: a kind, a body, descriptors to read, and a way to answer."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

from . import card, csv_export, import_dataset, inspect_file, query, sql_card, transform
from .import_refusal import ImportRefusal
from .predicates import UnknownColumn

# The process's own limit on files, and the host's.
_DISK_CODES = {errno.EFBIG: "file_too_large", errno.ENOSPC: "disk_full"}

INPUTS_FOLDER = "/inputs"

Emit = Callable[[dict[str, Any]], None]


def run(kind: str, body: dict[str, Any], files: list[int], emit: Emit, out_path: str | None = None) -> None:
    """Do one job and emit exactly one `result` or `failure`, after any number of `progress`.

    Bodies and answers are those of the job contract. A card always answers `result`: what went
    wrong in it is part of the result. Other kinds answer `failure` with `{code, message, …}`.
    """
    if kind == "card":
        run_card = sql_card.run if body.get("language") == "sql" else card.run
        emit({"type": "result", **run_card(body, files)})
        return
    try:
        emit({"type": "result", **_answer(kind, body, files, emit, out_path)})
    except ImportRefusal as refusal:
        emit({"type": "failure", **refusal.to_json()})
    except UnknownColumn as unknown:
        emit({"type": "failure", "code": "unknown_column", "message": str(unknown), "column": unknown.name, "available": unknown.available, "retryable": False})
    except OSError as error:
        if error.errno not in _DISK_CODES:
            raise
        emit({"type": "failure", "code": _DISK_CODES[error.errno], "message": str(error), "retryable": True})
    except MemoryError:
        emit({"type": "failure", "code": "memory_limit", "message": "The job needed more memory than its limit.", "retryable": False})


def _answer(kind: str, body: dict[str, Any], files: list[int], emit: Emit, out_path: str | None) -> dict[str, Any]:
    if kind == "preview":
        return query.preview(body, files[0])
    if kind == "values":
        return query.values(body, files[0])
    if kind == "inspect":
        return inspect_file.run(body, files[0])
    if kind == "import" and out_path is not None:
        return import_dataset.run(body, files, emit, out_path)
    if kind == "export" and out_path is not None:
        return csv_export.run(files[0], emit, out_path)
    if kind == "transform" and out_path is not None:
        # Its code reads by path: the sandbox shows it its inputs, and only these, in a folder of their own.
        return transform.run(body, [f"{INPUTS_FOLDER}/{number}.parquet" for number in range(len(files))], emit, out_path)
    raise ValueError(f"no such job: {kind}")

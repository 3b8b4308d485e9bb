"""Real files for tests, as the sandbox hands them over: open descriptors."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import ExitStack
from typing import Any, IO

import pyarrow as pa
import pyarrow.parquet as pq

from cardloom import jobs, warm

_libraries_ready = False


def import_libraries() -> None:
    """Once a process, as the sandbox does it."""
    global _libraries_ready
    if not _libraries_ready:
        warm.import_libraries()
        _libraries_ready = True


def arrow_file(table: pa.Table) -> IO[bytes]:
    file = tempfile.TemporaryFile()
    with pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    file.flush()
    return file


def parquet_file(table: pa.Table, **options: Any) -> IO[bytes]:
    file = tempfile.TemporaryFile()
    pq.write_table(table, file, **options)
    file.flush()
    return file


def run_card(code: str, *tables: pa.Table, **body: Any) -> dict[str, Any]:
    """The result of a card; its inputs are called in0, in1, …"""
    import_libraries()
    declared = body.pop("columns", None)
    inputs = [{"alias": f"in{number}", "columns": declared} for number in range(len(tables))]
    job = {"code": code, "inputs": inputs, "filters": [], "params": {}, "timezone": "UTC", "limits": {"outputBytes": 5_000_000}} | body
    with ExitStack() as opened:
        files = [opened.enter_context(arrow_file(table)) for table in tables]
        return _only_answer("card", job, [file.fileno() for file in files])


def run_query(kind: str, body: dict[str, Any], table: pa.Table) -> dict[str, Any]:
    with parquet_file(table) as file:
        return _only_answer(kind, body, [file.fileno()])


def run_import(content: str | bytes, **options: Any) -> tuple[dict[str, Any], pa.Table | None]:
    """The answer to an import, and the table it wrote."""
    answer, table, _ = import_file(content, **options)
    return answer, table


def import_file(content: str | bytes, append_to: pa.Table | None = None, limits: dict[str, int] | None = None, **options: Any) -> tuple[dict[str, Any], pa.Table | None, dict[str, Any] | None]:
    """The answer to an import, the table it wrote, and its profile."""
    body: dict[str, Any] = {"options": options} | ({"limits": limits} if limits else {})
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory())
        upload = opened.enter_context(tempfile.TemporaryFile())
        upload.write(content.encode() if isinstance(content, str) else content)
        upload.flush()
        files = [upload.fileno()]
        if append_to is not None:
            body["appendTo"] = "dv_base"
            files.append(opened.enter_context(parquet_file(append_to)).fileno())
        messages: list[dict[str, Any]] = []
        out = os.path.join(folder, "data.parquet")
        jobs.run("import", body, files, messages.append, out)
        if messages[-1]["type"] != "result":
            return messages[-1], None, None
        assert sorted(os.listdir(folder)) == ["data.parquet", "profile.json"], os.listdir(folder)
        with open(os.path.join(folder, "profile.json"), encoding="utf-8") as profile:
            return messages[-1], pq.read_table(out), json.load(profile)


def parquet_bytes(table: pa.Table, **options: Any) -> bytes:
    with parquet_file(table, **options) as file:
        file.seek(0)
        return file.read()


def run_export(table: pa.Table) -> bytes:
    with parquet_file(table) as file, tempfile.TemporaryDirectory() as folder:
        messages: list[dict[str, Any]] = []
        out = os.path.join(folder, "data.csv")
        jobs.run("export", {}, [file.fileno()], messages.append, out)
        assert messages[-1]["type"] == "result", messages[-1]
        with open(out, "rb") as written:
            return written.read()


def _only_answer(kind: str, body: dict[str, Any], files: list[int]) -> dict[str, Any]:
    messages: list[dict[str, Any]] = []
    jobs.run(kind, body, files, messages.append)
    assert len(messages) == 1, messages
    return messages[0]

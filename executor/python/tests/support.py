"""Real files for tests, as the sandbox hands them over: open descriptors."""

from __future__ import annotations

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
    with tempfile.TemporaryFile() as upload, tempfile.NamedTemporaryFile(suffix=".parquet") as out:
        upload.write(content.encode() if isinstance(content, str) else content)
        upload.flush()
        messages: list[dict[str, Any]] = []
        jobs.run("import", {"options": options}, [upload.fileno()], messages.append, out.name)
        answer = messages[-1]
        return answer, pq.read_table(out.name) if answer["type"] == "result" else None


def _only_answer(kind: str, body: dict[str, Any], files: list[int]) -> dict[str, Any]:
    messages: list[dict[str, Any]] = []
    jobs.run(kind, body, files, messages.append)
    assert len(messages) == 1, messages
    return messages[0]

"""What every card begins with, whatever its language: its tables, what is known of them, and a clock."""

from __future__ import annotations

import time
from typing import Any

import pyarrow as pa

from . import sources


def open_tables(body: dict[str, Any], files: list[int]) -> list[pa.Table]:
    """The table of each input. `body["parts"]`: how many of the files it has; absent = one each."""
    parts: list[int] = body.get("parts") or [1] * len(body["inputs"])
    remaining = iter(files)
    return [_side_by_side([_open_part(next(remaining)) for _ in range(count)]) for count in parts]


def _open_part(fd: int) -> pa.Table:
    """Some columns of a slice's rows, an Arrow IPC file, mapped rather than read."""
    return pa.ipc.open_file(pa.BufferReader(sources.mapped(fd))).read_all()


def _side_by_side(parts: list[pa.Table]) -> pa.Table:
    if len(parts) == 1:
        return parts[0]
    fields = [field for part in parts for field in part.schema]
    columns = [column for part in parts for column in part.columns]
    return pa.Table.from_arrays(columns, schema=pa.schema(fields, parts[0].schema.metadata))


def describe_input(source: dict[str, Any], table: pa.Table) -> dict[str, Any]:
    """`{alias, columns, declared, available}` of an input, for errors that help."""
    return {
        "alias": source["alias"],
        "columns": table.column_names,
        "declared": source.get("columns") is not None,
        "available": sources.source_columns(table.schema),
    }


class Timed:
    """Writes how long its block took, in milliseconds, under `key`."""

    def __init__(self, timings: dict[str, float], key: str) -> None:
        self._timings, self._key = timings, key

    def __enter__(self) -> None:
        self._started = time.perf_counter()

    def __exit__(self, *_: Any) -> None:
        self._timings[self._key] = round((time.perf_counter() - self._started) * 1000, 3)

"""What bench/import.ts measures against: one import or one COPY in a process of its own. Answers one JSON line.

    import_job.py generate FILE ROWS COLUMNS
    import_job.py copy FILE OUT          DuckDB's plain COPY, default sampling
    import_job.py convert FILE FOLDER    the file as Parquet, without the sandbox
    import_job.py import FILE FOLDER     the sandbox's whole job, without the sandbox: its profile too
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

BATCH_ROWS = 250_000
THREADS = len(os.sched_getaffinity(0))
ROWS_OF_THE_CALENDAR = 10_000_000
WORDS = np.array([f"word{number}" for number in range(5_000)])
REGIONS = pa.array([f"region {number}" for number in range(12)])

Random = np.random.Generator


def _dates(random: Random, first: int, rows: int) -> pa.Array:
    # The rows come as they happened.
    days = 18_000 + (first + np.arange(rows)) * 1_460 // ROWS_OF_THE_CALENDAR
    return pa.array(days.astype("int32")).cast(pa.date32())


def _money(random: Random, first: int, rows: int) -> pa.Array:
    return pa.array(random.integers(0, 10_000_000, rows) / 100).cast(pa.decimal128(12, 2))


def _text(random: Random, first: int, rows: int) -> pa.Array:
    one, other = (WORDS[random.integers(0, len(WORDS), rows)] for _ in range(2))
    return pa.array(np.char.add(np.char.add(one, " "), other))


KINDS: dict[str, Callable[[Random, int, int], pa.Array]] = {
    "day": _dates,
    "count": lambda random, first, rows: pa.array(random.integers(-1_000, 1_000_000, rows)),
    "measure": lambda random, first, rows: pa.array(random.normal(0, 1_000, rows).round(6)),
    "price": _money,
    "region": lambda random, first, rows: pc.take(REGIONS, pa.array(random.integers(0, len(REGIONS), rows))),
    "at": lambda random, first, rows: pa.array(1_600_000_000 + random.integers(0, 10**8, rows)).cast(pa.timestamp("s")),
    "note": _text,
    "id": lambda random, first, rows: pa.array(first + np.arange(rows) + 10**9),
    "score": lambda random, first, rows: pa.array(random.integers(0, 1_000, rows), mask=random.random(rows) < 0.3),
    "flag": lambda random, first, rows: pa.array(random.random(rows) < 0.5),
}


def generate(path: str, rows: str, columns: str) -> dict[str, Any]:
    """The same file every time."""
    kinds = [*KINDS.items()]
    writer: pacsv.CSVWriter | None = None
    for first in range(0, int(rows), BATCH_ROWS):
        random = np.random.default_rng(first + 1)
        count = min(BATCH_ROWS, int(rows) - first)
        named = (kinds[number % len(kinds)] for number in range(int(columns)))
        table = pa.table({f"{name}_{number}": make(random, first, count) for number, (name, make) in enumerate(named)})
        writer = writer or pacsv.CSVWriter(path, table.schema)
        writer.write(table)
    if writer is not None:
        writer.close()
    return {"sizeBytes": os.path.getsize(path)}


def copy(path: str, out: str) -> dict[str, Any]:
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads = {THREADS}")
    started = _now()
    connection.execute(f"COPY (FROM read_csv('{path}')) TO '{out}' (FORMAT parquet, COMPRESSION zstd)")
    return _since(started, os.path.getsize(out))


def convert(path: str, folder: str) -> dict[str, Any]:
    from cardloom import csv_import, warm

    warm.import_libraries()
    out = os.path.join(folder, "data.parquet")
    with open(path, "rb") as file:
        started = _now()
        csv_import.run({"options": {}}, file.fileno(), lambda _: None, out)
        return _since(started, os.path.getsize(out))


def import_file(path: str, folder: str) -> dict[str, Any]:
    from cardloom import jobs, warm

    warm.import_libraries()
    out = os.path.join(folder, "data.parquet")
    last: dict[str, Any] = {}
    with open(path, "rb") as file:
        started = _now()
        jobs.run("import", {"options": {}}, [file.fileno()], last.update, out)
    if last["type"] != "result":
        raise SystemExit(json.dumps(last))
    return _since(started, os.path.getsize(out))


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(started: tuple[float, float], size_bytes: int) -> dict[str, Any]:
    wall, cpu = started
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"wallMs": (time.perf_counter() - wall) * 1000, "cpuMs": (time.process_time() - cpu) * 1000, "peakMb": peak_kib / 1024, "sizeBytes": size_bytes}


if __name__ == "__main__":
    done = {"generate": generate, "copy": copy, "convert": convert, "import": import_file}[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(json.dumps(done) + "\n")

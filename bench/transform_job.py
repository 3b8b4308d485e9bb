"""What bench/transforms.ts measures against: a transform's own code in a process of its own, with nothing around it.

    transform_job.py generate FILE ROWS      orders: ROWS × 10
    transform_job.py customers FILE          100,000 × 4
    transform_job.py bare CODE FOLDER ALIAS=FILE…
    transform_job.py job CODE FOLDER ALIAS=FILE…      the sandbox's whole job, without the sandbox

Answers one JSON line.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
from cardloom.row_group_writer import RowGroupWriter

BATCH_ROWS = 500_000
CUSTOMERS = 100_000
THREADS = len(os.sched_getaffinity(0))


def generate(path: str, rows: str) -> dict[str, Any]:
    """The same file every time, as an import would have stored it."""
    return _write(path, (_orders(first, min(BATCH_ROWS, int(rows) - first)) for first in range(0, int(rows), BATCH_ROWS)))


def customers(path: str) -> dict[str, Any]:
    random = np.random.default_rng(0)
    number = np.arange(CUSTOMERS)
    table = pa.table({
        "customer": number, "name": np.char.add("customer ", number.astype(str)),
        "country": np.char.add("country ", random.integers(0, 40, CUSTOMERS).astype(str)), "since": 2000 + number % 25,
    })
    return _write(path, iter([table]))


def _orders(first: int, rows: int) -> pa.Table:
    random = np.random.default_rng(first + 1)
    number = first + np.arange(rows)

    def word(kind: str, of: int) -> pa.Array:
        return pa.array(np.char.add(kind, random.integers(0, of, rows).astype(str)))

    return pa.table({
        "id": number, "customer": random.integers(0, CUSTOMERS, rows), "product": random.integers(0, 1_000, rows),
        "day": pa.array((18_000 + number // 7_000).astype("int32")).cast(pa.date32()),
        "region": word("region ", 12), "channel": word("channel ", 4), "amount": random.normal(100, 20, rows),
        "price": (random.random(rows) * 100).round(2), "quantity": random.integers(1, 20, rows), "paid": random.random(rows) < 0.5,
    })


def _write(path: str, tables: Any) -> dict[str, Any]:
    writer: RowGroupWriter | None = None
    for table in tables:
        writer = writer or RowGroupWriter(path, table.schema)
        writer.add(table)
    if writer is not None:
        writer.close()
    return {"sizeBytes": os.path.getsize(path)}


class Inputs:
    """The readers of a transform's `inputs`, as the libraries have them."""

    def __init__(self, files: dict[str, str]) -> None:
        self._files = files

    def polars(self, alias: str) -> pl.LazyFrame:
        return pl.scan_parquet(self._files[alias])

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        connection = duckdb.connect(config={"threads": THREADS})
        connection.execute("SET enable_progress_bar = false")
        for alias, path in self._files.items():
            connection.execute(f"CREATE VIEW {alias} AS SELECT * FROM read_parquet('{path}')")
        return connection.sql(query)


def bare(code: str, folder: str, *files: str) -> dict[str, Any]:
    names: dict[str, Any] = {"pl": pl}
    exec(code, names)
    out = os.path.join(folder, "bare.parquet")
    started = _now()
    returned = names["transform"](Inputs(dict(file.split("=", 1) for file in files)), {})
    if isinstance(returned, pl.LazyFrame):
        returned.sink_parquet(out, compression="zstd")
    else:
        returned.write_parquet(out, compression="zstd")
    return _since(started, out)


def job(code: str, folder: str, *files: str) -> dict[str, Any]:
    from cardloom import transform, warm

    warm.import_libraries()
    aliases, paths = zip(*(file.split("=", 1) for file in files), strict=True)
    body = {"language": "python", "code": code, "inputs": [{"alias": alias} for alias in aliases], "params": {}, "limits": {"memoryBytes": 4 * 1024**3}}
    out = os.path.join(folder, "data.parquet")
    started = _now()
    answer = transform.run(body, list(paths), lambda _: None, out)
    if "report" not in answer:
        raise SystemExit(json.dumps(answer))
    return _since(started, out)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(started: tuple[float, float], out: str) -> dict[str, Any]:
    wall, cpu = started
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"wallMs": (time.perf_counter() - wall) * 1000, "cpuMs": (time.process_time() - cpu) * 1000, "peakMb": peak_kib / 1024, "sizeBytes": os.path.getsize(out)}


if __name__ == "__main__":
    done = {"generate": generate, "customers": customers, "bare": bare, "job": job}[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(json.dumps(done) + "\n")

"""The other side of the comparison: the same calls inside a warm interpreter, with no isolation at all.

Reads one JSON request a line from standard input, answers one line each.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from typing import Any

from cardloom import jobs, warm

warm.import_libraries()
# As the zygote does, or the comparison would flatter it.
gc.collect()
gc.freeze()


def run(body: dict[str, Any], files: list[int]) -> None:
    answers: list[dict[str, Any]] = []
    jobs.run("card", body, files, lambda message: answers.append(message))
    # What a sealed job does as well: its answer leaves as JSON.
    payload = json.dumps(answers[-1], ensure_ascii=False, separators=(",", ":"))
    if answers[-1].get("error"):
        raise SystemExit(payload)


def one(request: dict[str, Any]) -> list[float]:
    """Milliseconds of each of `times` calls."""
    taken = []
    for _ in range(request["times"]):
        started = time.perf_counter()
        run(request["body"], [])
        taken.append((time.perf_counter() - started) * 1000)
    return taken


_workers: tuple[int, int, int] | None = None


def spread(request: dict[str, Any]) -> list[float]:
    """Wall milliseconds for all bodies over `processes` long-lived, warm forks, each with its data already open."""
    global _workers
    if _workers is None:
        _workers = _start_workers(request)
        for _ in range(3):
            _round(*_workers)
    return [_round(*_workers) for _ in range(request["times"])]


def _start_workers(request: dict[str, Any]) -> tuple[int, int, int]:
    begin_read, begin_write = os.pipe()
    end_read, end_write = os.pipe()
    work = list(zip(request["bodies"], [os.open(path, os.O_RDONLY) for path in request["files"]]))
    for number in range(request["processes"]):
        if os.fork() == 0:
            os.close(begin_write)
            while os.read(begin_read, 1):
                for body, file in work[number :: request["processes"]]:
                    run(body, [file])
                os.write(end_write, b"d")
                # Or this one would begin again before another has begun at all.
                time.sleep(0.005)
            os._exit(0)
    return request["processes"], begin_write, end_read


def _round(processes: int, begin: int, end: int) -> float:
    time.sleep(0.01)
    started = time.perf_counter()
    os.write(begin, b"g" * processes)
    _read(end, processes)
    return (time.perf_counter() - started) * 1000


def _read(fd: int, size_bytes: int) -> None:
    got = 0
    while got < size_bytes:
        got += len(os.read(fd, size_bytes - got))


def generate(request: dict[str, Any]) -> list[float]:
    """A data set of 1M rows and 50 columns, the same every time, sorted by day; and the slices in-process cards read."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
    from cardloom import slicer

    rows = request["rows"]
    random = np.random.default_rng(7)
    columns: dict[str, pa.Array] = {
        "day": pa.array(np.sort(random.integers(18_000, 19_460, rows)).astype("int32")).cast(pa.date32()),
        "share": pa.array(random.integers(0, 10, rows)).cast(pa.string()),
        "region": pc.take(pa.array([f"region {n}" for n in range(8)]), pa.array(random.integers(0, 8, rows))),
    }
    for number in range(23):
        columns[f"amount_{number}"] = pa.array(random.normal(100, 25, rows).round(2))
    for number in range(23):
        columns[f"count_{number}"] = pa.array(random.integers(0, 1000, rows))
    columns["flag"] = pa.array(random.random(rows) < 0.3)
    pq.write_table(pa.table(columns), request["parquet"], compression="zstd", row_group_size=122_880)
    with open(request["parquet"], "rb") as source:
        for number, wanted in enumerate(request["columns"]):
            with open(f"{request['slices']}/{number}.arrow", "wb") as out:
                slicer.slice("bench", source.fileno(), request["predicates"], wanted, out.fileno())
    return [len(columns)]


KINDS = {"one": one, "spread": spread, "generate": generate}

if __name__ == "__main__":
    for line in sys.stdin:
        request = json.loads(line)
        sys.stdout.write(json.dumps(KINDS[request["kind"]](request)) + "\n")
        sys.stdout.flush()

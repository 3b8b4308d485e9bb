"""One card: its data loaded, its `render` called, what it returned described."""

from __future__ import annotations

import sys
import warnings
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from . import author_code, display_figure, displays, user_errors
from .authored import CARD
from .captured_output import CappedText, Warnings
from .card_inputs import Timed, describe_input, open_tables
from .columns import MAX_SAFE_INTEGER
from .results import HTMLResult, Kpi, Markdown


def run(body: dict[str, Any], files: list[int]) -> dict[str, Any]:
    """CardJob → CardResult. Never raises for what the author did: that is `error` in the result.

    `files`: the Arrow IPC files of each input, in order (`body["parts"]`: how many of each). `inputRows` is left to the executor, which
    knows the size of the dataset version; here both counts are the rows that came.
    """
    code: str = body["code"]
    limits = body.get("limits") or {}
    stdout, warned = CappedText(), Warnings()
    timings = {"loadMs": 0.0, "userMs": 0.0, "serialiseMs": 0.0}
    inputs: list[dict[str, Any]] = []
    result: dict[str, Any] = {}
    rows = 0
    real_stdout, real_stderr = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = stdout, warned.stderr
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.showwarning = warned.show
            with Timed(timings, "loadMs"):
                tables = open_tables(body, files)
                rows = sum(table.num_rows for table in tables)
                inputs = [describe_input(source, table) for source, table in zip(body["inputs"], tables)]
                frames = [to_frame(table) for table in tables]
                dataset = _dataset(body["inputs"], frames)
            with Timed(timings, "userMs"):
                returned = _render(code, dataset, _filter_values(body["filters"]), body["params"])
            with Timed(timings, "serialiseMs"):
                result = displays.display(returned, stdout.text(), limits.get("outputBytes") or displays.DEFAULT_OUTPUT_BYTES)
    except BaseException as error:  # SystemExit and KeyboardInterrupt are the author's doing too
        result = {"error": user_errors.describe(error, code, inputs, limits.get("memoryBytes"))}
    finally:
        sys.stdout, sys.stderr = real_stdout, real_stderr
        _owners.clear()
        display_figure.close_pyplot_figures()
    return {
        **result,
        "stdout": stdout.text(),
        "warnings": warned.list(),
        "inputRows": rows,
        "filteredRows": rows,
        "timings": timings,
    }


def to_frame(table: pa.Table) -> pd.DataFrame:
    """A table as authors know it from pandas, with nothing rounded.

    Dates are datetime64 so that `.dt` works. Integers with empty cells become floats as in
    `read_csv`, except where a float would round them: these are nullable Int64.
    """
    frame = exact_frame(table)
    # The numbers are views of a read-only map. With a second owner pandas copies before it writes.
    shared = frame.copy(deep=False)
    _owners.append(frame)
    return shared


_owners: list[pd.DataFrame] = []


def exact_frame(table: pa.Table) -> pd.DataFrame:
    """As `to_frame`; numbers may be views of the table, and read-only."""
    frame = table.to_pandas(date_as_object=False, split_blocks=True, use_threads=False)
    for index, column in enumerate(table.columns):
        if pt.is_integer(column.type) and column.null_count and _exceeds_float(column):
            frame.isetitem(index, pd.array(column.to_pylist(), dtype="Int64"))
    return frame


def _exceeds_float(column: pa.ChunkedArray) -> bool:
    extent = pc.min_max(column).as_py()
    return extent["min"] is not None and max(abs(extent["min"]), abs(extent["max"])) > MAX_SAFE_INTEGER


def _dataset(inputs: list[dict[str, Any]], frames: list[pd.DataFrame]) -> Any:
    if not frames:
        return None
    if len(frames) == 1:
        return frames[0]
    return {source["alias"]: frame for source, frame in zip(inputs, frames)}


def _filter_values(filters: list[dict[str, Any]]) -> dict[str, Any]:
    return {resolved["id"]: _filter_value(resolved["type"], resolved["value"]) for resolved in filters}


def _filter_value(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "date_range":
        return {end: date.fromisoformat(value[end]) if value.get(end) else None for end in ("start", "end")}
    if kind == "number_range":
        return {end: value.get(end) for end in ("min", "max")}
    return value


def _render(code: str, dataset: Any, filters: dict[str, Any], params: dict[str, Any]) -> Any:
    import numpy as np
    import plotly.express as px
    import plotly.graph_objects as go

    names = {"pd": pd, "np": np, "px": px, "go": go, "HTMLResult": HTMLResult, "Kpi": Kpi, "Markdown": Markdown}
    render = author_code.function_of(code, CARD, names, "a figure, a table, a number or text")
    return author_code.call(render, {"dataset": dataset, "filters": filters, "params": params}, CARD)

"""The rows of a finished file in the order they are best kept in."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pyarrow.parquet as pq

from .import_refusal import ImportRefusal
from .row_group_writer import ROW_GROUP_ROWS
from .row_order import OrderWatch, TimeColumn, by_preference
from .row_sort import sort_file


def refuse_unknown_order(options: dict[str, Any], names: list[str]) -> None:
    """Raise ImportRefusal where the column to sort by isn't there."""
    name = options.get("sortBy")
    if name is not None and name not in names:
        raise ImportRefusal(f"The rows were to be sorted by “{name}”, but the file has no such column.", column=name)


def arrange(path: str, options: dict[str, Any], begin: Callable[[], None]) -> str | None:
    """Sort a file we have written, by `sortBy` of ImportOptions, where it isn't in order already: the column's name.

    Without it, by the main column of dates, if there is more than one row group to skip. `begin` is called
    when there is something to do. Raises ImportRefusal.
    """
    with pq.ParquetFile(path) as file:
        refuse_unknown_order(options, file.schema_arrow.names)
        name = options["sortBy"] if "sortBy" in options else _main_date(file)
        if name is None or _is_in_order(file, name):
            return name
    begin()
    sort_file(path, name, os.path.dirname(path))
    return name


def date_order(path: str) -> str | None:
    """The main column of dates, where the rows of a file we have written ascend by it as they are."""
    with pq.ParquetFile(path) as file:
        name = _main_date(file)
        return name if name is not None and _is_in_order(file, name) else None


def _main_date(file: pq.ParquetFile) -> str | None:
    if file.num_row_groups < 2:
        return None
    rows = file.metadata.num_rows
    columns = [TimeColumn(field.name, field.type, _null_count(file, index), rows) for index, field in enumerate(file.schema_arrow)]
    return next(iter(by_preference(columns)), None)


def _null_count(file: pq.ParquetFile, index: int) -> int:
    # We wrote the file, so its statistics are there and true.
    groups = (file.metadata.row_group(number).column(index).statistics for number in range(file.num_row_groups))
    return sum(statistics.null_count or 0 for statistics in groups if statistics is not None)


def _is_in_order(file: pq.ParquetFile, name: str) -> bool:
    watch = OrderWatch()
    for batch in file.iter_batches(batch_size=ROW_GROUP_ROWS, columns=[name], use_threads=False):
        watch.take(batch.column(name))
        if not watch.ascending:
            return False
    return True

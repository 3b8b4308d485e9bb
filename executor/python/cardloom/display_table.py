"""Tables of any library as the contract's table display."""

from __future__ import annotations

import sys
from typing import Any

import pandas as pd
import pyarrow as pa

from .columns import cells, column_type

ROW_LIMIT = 10_000
NAME_LENGTH = 1_000


def table_display(value: Any) -> dict[str, Any] | None:
    """`{columns, rows, totalRows}` of a table or a column of one, its first 10,000 rows; None for anything else."""
    if isinstance(value, (pd.DataFrame, pd.Series, pd.Index)):
        return _from_pandas(value)
    table = _as_arrow(value)
    if table is None:
        return None
    return _display(table.schema.names, [_decoded(column) for column in table.slice(0, ROW_LIMIT).columns], table.num_rows)


def _as_arrow(value: Any) -> pa.Table | None:
    if isinstance(value, pa.Table):
        return value
    if isinstance(value, pa.RecordBatch):
        return pa.Table.from_batches([value])
    if isinstance(value, pa.RecordBatchReader):
        return value.read_all()
    if isinstance(value, (pa.Array, pa.ChunkedArray)):
        return pa.table({"value": value})
    duckdb = sys.modules.get("duckdb")
    if duckdb is not None and isinstance(value, duckdb.DuckDBPyRelation):
        return value.to_arrow_table()
    polars = sys.modules.get("polars")
    if polars is None:
        return None
    if isinstance(value, polars.LazyFrame):
        value = value.collect()
    if isinstance(value, polars.Series):
        value = value.alias(value.name or "value").to_frame()
    return value.to_arrow() if isinstance(value, polars.DataFrame) else None


def _from_pandas(value: pd.DataFrame | pd.Series | pd.Index) -> dict[str, Any]:
    if isinstance(value, pd.Index):
        value = value.to_series(index=range(len(value)), name=value.name)
    if isinstance(value, pd.Series):
        value = value.to_frame(name="value" if value.name is None else value.name)
    total = len(value)
    head = value.iloc[:ROW_LIMIT]
    names: list[str] = []
    columns: list[pa.Array] = []
    index = head.index
    if not isinstance(index, pd.RangeIndex) or index.name is not None:
        for level in range(index.nlevels):
            name = index.names[level]
            names.append(("index" if index.nlevels == 1 else f"level_{level}") if name is None else _name(name))
            columns.append(_column(index.get_level_values(level).to_series(index=range(len(head)))))
    for position in range(head.shape[1]):
        names.append(_name(head.columns[position]))
        columns.append(_column(head.iloc[:, position]))
    return _display(names, columns, total)


def _name(label: Any) -> str:
    if isinstance(label, tuple):
        return " · ".join(str(part) for part in label if str(part) != "")
    if isinstance(label, pd.Timestamp):
        return label.isoformat().removesuffix("T00:00:00")
    return str(label)


def _column(series: pd.Series) -> pa.Array | pa.ChunkedArray:
    if isinstance(series.dtype, (pd.PeriodDtype, pd.IntervalDtype)):
        return _as_text(series)
    try:
        return _as_dates(_decoded(pa.array(series, from_pandas=True)))
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        # A column of mixed things has no type of its own.
        return _as_text(series)


def _as_dates(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    # pandas has no type for a day, and shows times that are all midnight as dates. So do we.
    if not pa.types.is_timestamp(column.type) or column.type.tz or column.null_count == len(column):
        return column
    days = column.cast(pa.date32())
    return days if days.cast(column.type).equals(column) else column


def _as_text(series: pd.Series) -> pa.Array:
    missing = series.isna().tolist()
    return pa.array([None if gone is True else str(item) for item, gone in zip(series.tolist(), missing)], pa.string())


def _decoded(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _display(names: list[str], columns: list[Any], total: int) -> dict[str, Any]:
    described = [
        {"name": (name or f"column_{position}")[:NAME_LENGTH], "type": column_type(column.type)}
        for position, (name, column) in enumerate(zip(names, columns), start=1)
    ]
    by_column = [cells(column) for column in columns]
    return {"columns": described, "rows": [list(row) for row in zip(*by_column)], "totalRows": total}

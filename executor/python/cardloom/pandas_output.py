"""A pandas frame as an Arrow table, with nothing guessed: a column of mixed things is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from .user_errors import listed

# (type, message, hint) → the exception to raise.
Fault = Callable[..., Exception]
_MAX_TYPES_NAMED = 3


def pandas_table(value: pd.DataFrame | pd.Series, fault: Fault) -> tuple[pa.Table, list[str]]:
    """The table, and what its author may want to know. An index becomes columns where it has names or is not plain numbers."""
    frame = value.to_frame("value" if value.name is None else value.name) if isinstance(value, pd.Series) else value
    notes: list[str] = []
    names: list[str] = []
    columns: list[pa.Array | pa.ChunkedArray] = []
    for name, series in [*_index_columns(frame.index), *_columns(frame)]:
        names.append(name)
        columns.append(_column(name, series, notes, fault))
    return pa.Table.from_arrays(columns, names=names), notes


def _index_columns(index: pd.Index) -> list[tuple[str, pd.Series]]:
    levels = [index.get_level_values(level) for level in range(index.nlevels)]
    if index.nlevels == 1 and index.name is None and (isinstance(index, pd.RangeIndex) or index.inferred_type in ("integer", "empty")):
        return []  # Row numbers, or what a filter left of them.
    named = [_label(name) if name is not None else ("index" if len(levels) == 1 else f"level_{at}") for at, name in enumerate(index.names)]
    return [(name, level.to_series(index=range(len(level)))) for name, level in zip(named, levels)]


def _columns(frame: pd.DataFrame) -> list[tuple[str, pd.Series]]:
    return [(_label(label), frame.iloc[:, at]) for at, label in enumerate(frame.columns)]


def _label(label: Any) -> str:
    if isinstance(label, tuple):
        return "_".join(str(part) for part in label if str(part) != "")
    if isinstance(label, pd.Timestamp):
        return label.isoformat().removesuffix("T00:00:00")
    return "" if label is None else str(label)


def _column(name: str, series: pd.Series, notes: list[str], fault: Fault) -> pa.Array | pa.ChunkedArray:
    dtype = series.dtype
    if isinstance(dtype, (pd.PeriodDtype, pd.IntervalDtype)):
        kind = "periods" if isinstance(dtype, pd.PeriodDtype) else "intervals"
        notes.append(f"Column “{name}” holds {kind}, which were kept as text.")
        return _as_text(series)
    if isinstance(dtype, pd.SparseDtype):
        series = series.sparse.to_dense()
    if isinstance(dtype, pd.CategoricalDtype):
        series = series.astype(series.cat.categories.dtype if len(series.cat.categories) else object)
    if series.dtype == object:
        _refuse_mixture(name, series, fault)
    try:
        return _as_dates(pa.array(series, from_pandas=True))
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise fault(
            "UnknownType",
            f"Column “{name}” of type {series.dtype} cannot be stored ({said}).",
            f'Convert it, for example by df["{name}"].astype(str).',
        ) from None


def _refuse_mixture(name: str, series: pd.Series, fault: Fault) -> None:
    present = series[series.notna().to_numpy(dtype=bool)]
    kinds = {_kind(one) for one in present.map(type).unique()}
    if len(kinds) <= 1 or kinds == {"int", "float"}:
        return
    shown = listed(sorted(kinds)[:_MAX_TYPES_NAMED])
    raise fault(
        "MixedColumn",
        f"Column “{name}” holds values of different types: {shown}.",
        f'Make them one type, for example by df["{name}"].astype(str) or pd.to_numeric(df["{name}"]).',
    )


def _kind(kind: type) -> str:
    for base, name in ((np.bool_, "bool"), (np.integer, "int"), (np.floating, "float"), (np.str_, "str"), (pd.Timestamp, "datetime")):
        if issubclass(kind, base):
            return name
    return kind.__name__


def _as_dates(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    # pandas has no type for a day: a dataset's dates come back as times that are all midnight.
    if not pa.types.is_timestamp(column.type) or column.type.tz or column.null_count == len(column):
        return column
    days = column.cast(pa.date32(), safe=False)
    return days if days.cast(column.type).equals(column) else column


def _as_text(series: pd.Series) -> pa.Array:
    missing = series.isna().tolist()
    return pa.array([None if gone else str(item) for item, gone in zip(series.tolist(), missing)], pa.string())

"""A chart of a query's rows, drawn from its specification: the same figures and numbers that Python cards return."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from .columns import cells, column_type, json_number
from .display_figure import PLOTLY_MIME
from .displays import KPI_MIME
from .json_values import plain
from .sql_errors import SqlFault, near_names
from .user_errors import listed

MAX_SERIES = 50
# Longer ones would leave the bars no room.
LONGEST_LABEL = 24
EMPTY = "(empty)"
_NUMBERS = ("int64", "double", "decimal")
_TIMES = ("date", "timestamp", "timestamptz")
# A float holds every decimal of so many digits exactly.
_EXACT_DIGITS = 15


def draw(chart: dict[str, Any], rows: pa.Table, total_rows: int, warned: list[str]) -> dict[str, Any]:
    """The MIME bundle of a chart over at most 10,000 rows. Adds to `warned`; raises SqlFault for what can't be drawn."""
    if rows.num_columns == 0:
        raise SqlFault("ChartError", "The result has no columns to draw.")
    if chart["type"] == "number":
        return _number(chart, rows, total_rows, warned)
    if total_rows > rows.num_rows:
        warned.append(f"The chart shows the first {rows.num_rows:,} of {total_rows:,} rows. Aggregate, or choose rows by LIMIT.")
    x = _column(chart.get("x") or rows.column_names[0], "x", rows)
    series = _column(chart["series"], "series", rows) if chart.get("series") else None
    ys = _measures(chart, rows, {x, series})
    figure = _pie(x, ys, rows, warned) if chart["type"] == "pie" else _cartesian(chart, x, ys, series, rows)
    title = f"{chart['type'].capitalize()} chart: {', '.join(ys)} by {x}"
    return {PLOTLY_MIME: figure, "text/plain": title}


def _column(name: str, role: str, rows: pa.Table) -> str:
    names = rows.column_names
    if name in names:
        return name
    same = [one for one in names if one.casefold() == name.casefold()]
    if len(same) == 1:
        return same[0]
    near = near_names(name, names)
    raise SqlFault("ChartError", f'The chart\'s {role} is "{name}", which is not a column of the result.', f"{near}The result's columns: {listed(names)}.")


def _measures(chart: dict[str, Any], rows: pa.Table, others: set[str | None]) -> list[str]:
    asked = chart.get("y") or []
    named = [_column(name, "y", rows) for name in ([asked] if isinstance(asked, str) else asked)]
    for name in named:
        if not _is_number(rows, name):
            raise SqlFault("ChartError", f'The chart\'s y is "{name}", which holds no numbers but {_words(rows, name)}.', _numbers_hint(rows))
    found = named or [name for name in rows.column_names if name not in others and _is_number(rows, name)]
    if not found:
        raise SqlFault("ChartError", "The chart's y needs a column of numbers, and the result has none to spare.", _numbers_hint(rows))
    return found[:1] if chart["type"] == "pie" else found


def _is_number(rows: pa.Table, name: str) -> bool:
    return column_type(rows.schema.field(name).type) in _NUMBERS


def _words(rows: pa.Table, name: str) -> str:
    kind = column_type(rows.schema.field(name).type)
    return {"string": "text", "boolean": "true and false", "date": "dates"}.get(kind, "times")


def _numbers_hint(rows: pa.Table) -> str:
    numbers = [name for name in rows.column_names if _is_number(rows, name)]
    return f"Columns of numbers: {listed(numbers)}." if numbers else f"The result's columns: {listed(rows.column_names)}."


def _cartesian(chart: dict[str, Any], x: str, ys: list[str], series: str | None, rows: pa.Table) -> dict[str, Any]:
    kind = chart["type"]
    axis = _axis_type(rows.schema.field(x).type)
    if kind in ("line", "area") and axis != "category":
        # SQL promises no order without ORDER BY, and a line that runs back on itself shows nothing.
        rows = rows.take(pc.sort_indices(rows, sort_keys=[(x, "ascending")]))
    lies = kind == "bar" and bool(chart.get("horizontal"))
    groups = list(_groups(rows, series))
    labels = list(dict.fromkeys(_labels(rows.column(x)))) if axis == "category" else []
    shortened = {label: f"{label[: LONGEST_LABEL - 1].rstrip()}…" for label in labels if len(label) > LONGEST_LABEL}
    traces: list[dict[str, Any]] = []
    for label, part in groups:
        for y in ys:
            across, up = _values(part.column(x)), _values(part.column(y))
            named = " · ".join([*([y] if len(ys) > 1 or label is None else []), *([] if label is None else [label])])
            traces.append({**_look(chart, part.num_rows), "name": named, "x": up if lies else across, "y": across if lies else up})
            if shortened:
                # The alias of a label holds where it is hovered, too: the whole is said there.
                traces[-1] |= {"hovertext": across, "hovertemplate": f"%{{hovertext}}<br>%{{{'x' if lies else 'y'}}}"}
    base: dict[str, Any] = {"title": {"text": x}, "type": axis}
    if axis == "category":
        # In the order of the rows, whichever series meets a value first.
        base |= {"categoryorder": "array", "categoryarray": labels}
    if shortened:
        base["labelalias"] = shortened
    measure: dict[str, Any] = {"title": {"text": ys[0]}} if len(ys) == 1 else {}
    if lies:
        base["autorange"] = "reversed"
    layout: dict[str, Any] = {"xaxis": measure if lies else base, "yaxis": base if lies else measure}
    if series is not None:
        layout |= {"legend": {"title": {"text": series}}, "showlegend": True}
    if kind == "bar":
        layout["barmode"] = "relative" if chart.get("stacked") else "group"
    return {"data": traces, "layout": layout}


def _look(chart: dict[str, Any], row_count: int) -> dict[str, Any]:
    if chart["type"] == "bar":
        return {"type": "bar", "orientation": "h" if chart.get("horizontal") else "v"}
    if chart["type"] == "scatter":
        return {"type": "scatter", "mode": "markers"}
    # A line through one point can't be seen.
    look: dict[str, Any] = {"type": "scatter", "mode": "lines" if row_count > 1 else "lines+markers"}
    if chart["type"] == "area":
        look |= {"stackgroup": "all"} if chart.get("stacked", True) else {"fill": "tozeroy"}
    return look


def _groups(rows: pa.Table, series: str | None) -> Iterator[tuple[str | None, pa.Table]]:
    if series is None:
        yield None, rows
        return
    places: dict[str, list[int]] = {}
    for place, label in enumerate(_labels(rows.column(series))):
        places.setdefault(label, []).append(place)
    if len(places) > MAX_SERIES:
        raise SqlFault("ChartError", f'The chart\'s series is "{series}", which has {len(places):,} different values; a chart shows at most {MAX_SERIES}.', "Keep the largest, or choose a coarser column.")
    for label, of_label in places.items():
        yield label, rows.take(pa.array(of_label))


def _pie(x: str, ys: list[str], rows: pa.Table, warned: list[str]) -> dict[str, Any]:
    sizes = _values(rows.column(ys[0]))
    least = pc.min(rows.column(ys[0])).as_py()
    if least is not None and least < 0:
        warned.append(f"A pie can't show what is below zero: slices of {ys[0]} are missing.")
    return {"data": [{"type": "pie", "labels": _labels(rows.column(x)), "values": sizes}], "layout": {"legend": {"title": {"text": x}}}}


def _number(chart: dict[str, Any], rows: pa.Table, total_rows: int, warned: list[str]) -> dict[str, Any]:
    numbers = [name for name in rows.column_names if _is_number(rows, name)]
    name = _column(chart["y"], "y", rows) if chart.get("y") else (numbers or rows.column_names)[0]
    if total_rows > 1:
        warned.append(f"The number is of the first of {total_rows:,} rows.")
    value = _single(rows.column(name))
    label = chart.get("label", name)
    shown = {"value": value, "good": "up", "label": label, **({"format": chart["format"]} if chart.get("format") else {})}
    return {KPI_MIME: shown, "text/plain": f"{label}: {'' if value is None else value}"}


def _single(column: pa.ChunkedArray) -> Any:
    if len(column) == 0:
        return None
    cell = cells(column.slice(0, 1))[0]
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str) and pt.is_decimal(column.type) and sum(one.isdigit() for one in cell) <= _EXACT_DIGITS:
        return json_number(float(cell))
    return cell


def _axis_type(arrow_type: pa.DataType) -> str:
    kind = column_type(arrow_type)
    return "linear" if kind in _NUMBERS else "date" if kind in _TIMES else "category"


def _values(column: pa.ChunkedArray) -> Any:
    """A column as Plotly takes it: numbers as numbers, times as ISO text, all else as labels."""
    kind = column_type(column.type)
    if kind in _TIMES:
        return cells(column)
    if kind not in _NUMBERS:
        return _labels(column)
    exact = pt.is_integer(column.type) and not pt.is_uint64(column.type) and column.null_count == 0
    numbers = column if exact else column.cast(pa.float64(), safe=False)
    return plain(numbers.to_numpy(), typed_arrays=True)


def _labels(column: pa.ChunkedArray) -> list[str]:
    return [EMPTY if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in cells(column)]

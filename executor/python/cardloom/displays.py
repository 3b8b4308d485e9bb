"""What `render` returned, as a MIME bundle."""

from __future__ import annotations

import inspect
import json
import numbers
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from .columns import Cell, json_integer, json_number
from .display_figure import altair_bundle, matplotlib_bundle, open_pyplot_figure, plotly_bundle
from .display_table import table_display
from .results import HTMLResult, Kpi, Markdown
from .user_errors import CardFault

TABLE_MIME = "application/vnd.dataresource+json"
KPI_MIME = "application/vnd.cardloom.kpi+json"
DEFAULT_OUTPUT_BYTES = 5_000_000
ALLOWED = (
    "Return a Plotly, Altair or Matplotlib figure, a DataFrame, Series, Arrow or Polars table, "
    "a number or Kpi(…), Markdown(…), HTMLResult(…) or a string of HTML."
)


def display(value: Any, stdout: str, limit_bytes: int) -> dict[str, Any]:
    """`{display, usedColumns?, filterApplicable?}`. Raises CardFault for what cannot be shown or is too large."""
    answer: dict[str, Any] = {"display": _bundle(value, stdout)}
    if isinstance(value, HTMLResult):
        if value.used_columns is not None:
            answer["usedColumns"] = [str(column) for column in value.used_columns]
        if value.filter_applicable is not None:
            answer["filterApplicable"] = bool(value.filter_applicable)
    check_size(answer["display"], limit_bytes)
    return answer


def _bundle(value: Any, stdout: str) -> dict[str, Any]:
    if value is None:
        return _nothing(stdout)
    if isinstance(value, str):
        return _html(value)
    if isinstance(value, HTMLResult):
        return _html(_text(value.html, "HTMLResult(html=…)"))
    if isinstance(value, Markdown):
        text = _text(value.text, "Markdown(…)")
        return {"text/markdown": text, "text/plain": text}
    if isinstance(value, Kpi):
        return _kpi(value)
    if _is_scalar(value):
        return _kpi(Kpi(value))
    try:
        figure = plotly_bundle(value) or altair_bundle(value) or matplotlib_bundle(value)
    except TypeError as error:
        raise CardFault("TypeError", f"The figure holds something that cannot be sent to the browser: {error}.") from error
    if figure is not None:
        return figure
    if isinstance(value, np.ndarray) and value.ndim in (1, 2):
        value = pd.DataFrame(value, columns=["value"] if value.ndim == 1 else None)
    table = table_display(value)
    if table is not None:
        return {TABLE_MIME: table, "text/plain": f"Table of {table['totalRows']:,} rows and {len(table['columns'])} columns"}
    return _own_html(value)


def _nothing(stdout: str) -> dict[str, Any]:
    figure = open_pyplot_figure()
    if figure is not None:
        return matplotlib_bundle(figure) or {}
    if stdout:
        return {"text/plain": stdout}
    raise CardFault("NothingReturned", "render returned nothing, and printed nothing.", ALLOWED)


def _html(text: str) -> dict[str, Any]:
    return {"text/html": _encodable(text)}


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise CardFault("TypeError", f"{where} takes a string, not {_named(value)}.")
    return _encodable(value)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _is_scalar(value: Any) -> bool:
    if isinstance(value, (numbers.Number, np.generic, date, time, timedelta)) and not isinstance(value, complex):
        return True
    return value is pd.NaT or value is pd.NA or (isinstance(value, np.ndarray) and value.ndim == 0)


def _kpi(kpi: Kpi) -> dict[str, Any]:
    value = _kpi_value(kpi.value)
    if kpi.good not in ("up", "down", "none"):
        raise CardFault("ValueError", f"Kpi(good=…) is 'up', 'down' or 'none', not {kpi.good!r}.")
    shown: dict[str, Any] = {"value": value, "good": kpi.good}
    if kpi.label is not None:
        shown["label"] = _encodable(str(kpi.label))
    if kpi.delta is not None:
        shown["delta"] = _number(kpi.delta, "delta")
    if kpi.format is not None:
        shown["format"] = str(kpi.format)
    if kpi.trend is not None:
        shown["trend"] = [_number(item, "trend") for item in kpi.trend]
    named = f"{shown['label']}: " if "label" in shown else ""
    return {KPI_MIME: shown, "text/plain": f"{named}{'' if value is None else value}"}


def _kpi_value(value: Any) -> Cell:
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, (np.datetime64, np.timedelta64)):
        value = pd.Timestamp(value) if isinstance(value, np.datetime64) else pd.Timedelta(value)
        return None if value is pd.NaT else _kpi_value(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return json_integer(value)
    if isinstance(value, float):
        return json_number(value)
    if isinstance(value, Decimal):
        return None if value.is_nan() else format(value, "f")
    if isinstance(value, datetime):
        # pandas has no dates, only midnights.
        is_day = value.tzinfo is None and value.time() == time.min
        return value.date().isoformat() if is_day else value.isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (str, timedelta)):
        return _encodable(str(value))
    if isinstance(value, numbers.Real):
        return json_number(float(value))
    raise CardFault("TypeError", f"A Kpi's value is a number or text, not {_named(value)}.")


def _number(value: Any, part: str) -> float | int | None:
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    try:
        number = value if isinstance(value, int) and not isinstance(value, bool) else float(value)
        return number if np.isfinite(number) else None
    except (TypeError, ValueError, OverflowError):
        raise CardFault("TypeError", f"Kpi({part}=…) takes numbers, not {_named(value)}.") from None


def _own_html(value: Any) -> dict[str, Any]:
    write = None if isinstance(value, type) else getattr(value, "_repr_html_", None)
    text = write() if callable(write) else None
    if isinstance(text, str):
        return _html(text)
    if inspect.iscoroutine(value):
        value.close()
        raise CardFault("TypeError", "render is an async function, so it returned a coroutine.", "Write `def render`, without async.")
    raise CardFault("UnsupportedResult", f"render returned {_named(value)}, which cannot be shown.", ALLOWED)


def _named(value: Any) -> str:
    module = type(value).__module__
    name = type(value).__qualname__
    full = name if module in ("builtins", "card") else f"{module.split('.')[0]}.{name}"
    return f"{'an' if full[0] in 'aeiou' else 'a'} {full}"


def check_size(bundle: dict[str, Any], limit_bytes: int) -> None:
    """Raises CardFault `output_too_large` for a bundle that is larger as JSON than the limit."""
    # Text alone can be weighed without being written out.
    size_bytes = sum(len(item) for item in bundle.values() if isinstance(item, str))
    if size_bytes <= limit_bytes:
        size_bytes = len(json.dumps(bundle, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace"))
    if size_bytes > limit_bytes:
        raise CardFault(
            "output_too_large",
            f"The card's output is {_megabytes(size_bytes)}; the limit is {_megabytes(limit_bytes)}.",
            "Return fewer rows or columns, such as .head(1000)." if TABLE_MIME in bundle else "Aggregate, sample or shorten what the card returns.",
            code="output_too_large",
        )


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 100_000 else f"{size_bytes:,} bytes"

"""A SQL card: one SELECT over its datasets by alias, its rows and its chart described."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from . import sql_chart, sql_engine, sql_errors
from .card_inputs import Timed, describe_input, open_tables
from .display_table import ROW_LIMIT, table_display
from .displays import DEFAULT_OUTPUT_BYTES, TABLE_MIME, check_size
from .sql_errors import SqlFault
from .sql_statement import only_select, parameters_of
from .user_errors import CardFault

_BATCH_ROWS = 10_000


@dataclass
class _Found:
    head: pa.Table
    """The first 10,000 rows."""
    total_rows: int


def run(body: dict[str, Any], files: list[int]) -> dict[str, Any]:
    """CardJob → CardResult, as for Python cards. With a chart, the table it was drawn from is in the bundle too."""
    sql: str = body["code"]
    limits = body.get("limits") or {}
    memory_bytes = limits.get("memoryBytes")
    timings = {"loadMs": 0.0, "userMs": 0.0, "serialiseMs": 0.0}
    warned: list[str] = []
    inputs: list[dict[str, Any]] = []
    result: dict[str, Any] = {}
    rows = 0
    try:
        with Timed(timings, "loadMs"):
            tables = open_tables(body, files)
            rows = sum(table.num_rows for table in tables)
            inputs = [describe_input(source, table) for source, table in zip(body["inputs"], tables)]
            connection = sql_engine.connect(_by_alias(inputs, tables), body.get("timezone") or "UTC", memory_bytes)
            warned += [warning for source in inputs if (warning := _renamed(source))]
        with Timed(timings, "userMs"):
            statement = only_select(connection, sql)
            found = _query(connection, statement, parameters_of(statement, body["params"]))
        with Timed(timings, "serialiseMs"):
            result = _described(found, body.get("chart"), limits.get("outputBytes") or DEFAULT_OUTPUT_BYTES, warned)
    except BaseException as error:
        result = {"error": sql_errors.describe(error, sql, inputs, memory_bytes)}
    return {**result, "stdout": "", "warnings": warned, "inputRows": rows, "filteredRows": rows, "timings": timings}


def _by_alias(inputs: list[dict[str, Any]], tables: list[pa.Table]) -> dict[str, pa.Table]:
    seen: dict[str, str] = {}
    for source, table in zip(inputs, tables):
        alias = source["alias"]
        if alias.casefold() in seen:
            raise SqlFault("AliasError", f'In SQL, "{seen[alias.casefold()]}" and "{alias}" are the same name.', "Give one of the datasets another alias.")
        if table.num_columns == 0:
            raise SqlFault("NoColumns", f'The card declares no column of "{alias}".', "Declare at least one, or all.")
        seen[alias.casefold()] = alias
    return {source["alias"]: table for source, table in zip(inputs, tables)}


def _renamed(source: dict[str, Any]) -> str | None:
    names: list[str] = source["columns"]
    folded = [name.casefold() for name in names]
    twice = [name for name, key in zip(names, folded) if folded.count(key) > 1]
    if not twice:
        return None
    return f"Columns of {source['alias']} differ only by case: {', '.join(twice)}. SQL does not tell them apart; after the first they are called {twice[0]}_1 and so on."


def _query(connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement, parameters: dict[str, Any]) -> _Found:
    # Row by batch, so that a large result is counted without being held.
    reader = connection.execute(statement, parameters or None).to_arrow_reader(_BATCH_ROWS)
    kept: list[pa.RecordBatch] = []
    total = 0
    for batch in reader:
        if total < ROW_LIMIT:
            kept.append(batch.slice(0, ROW_LIMIT - total))
        total += batch.num_rows
    head = pa.Table.from_batches(kept, reader.schema)
    return _Found(pa.table([_narrowed(column) for column in head.columns], names=_unique(head.column_names)), total)


def _narrowed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The sum of whole numbers is a 128-bit integer in DuckDB, which Arrow calls a decimal. Most are ordinary numbers."""
    if not pa.types.is_decimal(column.type) or column.type.precision != 38 or column.type.scale != 0:
        return _in_utc(column)
    try:
        return column.cast(pa.int64())
    except pa.ArrowInvalid:
        return column


def _in_utc(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The same instants, written as those of a dataset are."""
    return column.cast(pa.timestamp(column.type.unit, "UTC")) if pa.types.is_timestamp(column.type) and column.type.tz else column


def _unique(names: list[str]) -> list[str]:
    taken: set[str] = set(names)
    seen: set[str] = set()
    unique = []
    for name in names:
        number, candidate = 1, name
        while candidate in seen or (candidate != name and candidate in taken):
            number += 1
            candidate = f"{name}_{number}"
        seen.add(candidate)
        unique.append(candidate)
    return unique


def _described(found: _Found, chart: dict[str, Any] | None, limit_bytes: int, warned: list[str]) -> dict[str, Any]:
    table = (table_display(found.head) or {}) | {"totalRows": found.total_rows}
    bundle: dict[str, Any] = {
        TABLE_MIME: table,
        "text/plain": f"Table of {found.total_rows:,} rows and {found.head.num_columns} columns",
    }
    check_size(bundle, limit_bytes)
    if chart is None or chart["type"] == "table":
        return {"display": bundle}
    try:
        drawn = bundle | sql_chart.draw(chart, found.head, found.total_rows, warned)
        check_size(drawn, limit_bytes)
        return {"display": drawn}
    except CardFault as fault:
        # The rows are there all the same, and show which columns there are.
        return {"display": bundle, "error": sql_errors.describe(fault, "", [])}

"""The one statement a SQL card or transform may be: a SELECT, however it is spelt."""

from __future__ import annotations

import re
from typing import Any

import duckdb

from .authored import CARD, Authored
from .sql_errors import SqlFault
from .user_errors import listed

_FIRST_WORD = re.compile(r"(?:\s|\(|;|--[^\n]*(?:\n|$)|/\*.*?\*/)*([A-Za-z_]+)", re.DOTALL)


def only_select(connection: duckdb.DuckDBPyConnection, sql: str, authored: Authored = CARD) -> duckdb.Statement:
    """The parsed statement. Raises SqlFault unless it is exactly one that only reads, and DuckDB's own errors of syntax."""
    one_select = f"A SQL {authored.noun} is one SELECT over its datasets, which may begin with WITH, FROM or VALUES."
    statements = connection.extract_statements(sql)
    if not statements:
        raise SqlFault("NoStatement", f"The {authored.noun} has no SQL yet.", one_select)
    first = statements[0]
    # What DuckDB has rewritten was no SELECT when its author wrote it: PRAGMA, and PIVOT without a list of values.
    rewritten = [one for one in statements if not one.query.strip() or one.query not in sql]
    if rewritten and re.search(r"\bpivot\b", sql, re.IGNORECASE):
        raise SqlFault("StatementRefused", "A PIVOT has to name the values that become columns.", "Write PIVOT … ON column IN ('a', 'b') USING ….")
    if len(statements) > 1:
        place = sql.find(statements[1].query.strip(), len(first.query) - 1)
        raise SqlFault(
            "StatementRefused",
            f"These are {len(statements)} statements; a SQL {authored.noun} is exactly one SELECT.",
            f"Join them by WITH, or make a {authored.noun} of each.",
            line=_line_at(sql, place) if place >= 0 else None,
        )
    if first.type != duckdb.StatementType.SELECT or rewritten:
        found = _FIRST_WORD.match(sql)
        word = found.group(1).upper() if found else first.type.name
        raise SqlFault("StatementRefused", f"A SQL {authored.noun} only reads: {_named(word, first)} is refused.", one_select, line=_line_at(sql, found.start(1)) if found else None)
    return first


def parameters_of(statement: duckdb.Statement, params: dict[str, Any], authored: Authored = CARD) -> dict[str, Any]:
    """The values of the statement's `$name`s, out of the params. Raises SqlFault for what is not there."""
    by_name = {name.casefold(): value for name, value in params.items()}
    found: dict[str, Any] = {}
    for name in sorted(statement.named_parameters):
        if name.isdigit():
            raise SqlFault("ParameterError", "Parameters have names here: write $name, not ? or $1.", f"The names are those of the {authored.noun}'s params.")
        if name.casefold() not in by_name:
            known = f"The {authored.noun}'s params: {listed(list(params))}." if params else f'Add it under Params, such as {{"{name}": 10}}.'
            raise SqlFault("ParameterError", f"The SQL uses ${name}, which is not among the {authored.noun}'s params.", known)
        found[name] = by_name[name.casefold()]
    return found


def _named(word: str, statement: duckdb.Statement) -> str:
    # WITH … INSERT begins as a SELECT may.
    return f"{statement.type.name} after {word}" if word in ("WITH", "FROM", "SELECT") else word


def _line_at(sql: str, position: int) -> int:
    return sql.count("\n", 0, position) + 1

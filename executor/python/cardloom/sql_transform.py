"""A SQL transform: one SELECT over its inputs by alias, its rows streamed."""

from __future__ import annotations

from typing import Any

from .authored import TRANSFORM
from .sql_statement import only_select, parameters_of
from .transform_inputs import Room, Source, open_database
from .transform_output import Output, query_output


def run(body: dict[str, Any], sources: list[Source], room: Room) -> tuple[Output, list[str]]:
    """The rows to come, and what the author may want to know. Raises SqlFault and DuckDB's own errors."""
    connection = open_database(sources, room)
    statement = only_select(connection, body["code"], TRANSFORM)
    connection.execute(statement, parameters_of(statement, body["params"], TRANSFORM) or None)
    return query_output(connection), [warning for source in sources if (warning := _renamed(source))]


def _renamed(source: Source) -> str | None:
    folded = [name.casefold() for name in source.columns]
    twice = [name for name, key in zip(source.columns, folded) if folded.count(key) > 1]
    if not twice:
        return None
    return f"Columns of {source.alias} differ only by case: {', '.join(twice)}. SQL does not tell them apart; after the first they are called {twice[0]}_1 and so on."

"""What went wrong in a SQL card or transform, told as its author needs it: DuckDB's words, a line, a hint."""

from __future__ import annotations

import difflib
import re
from typing import Any

import duckdb

from . import user_errors
from .authored import CARD, Authored
from .user_errors import CardFault, listed

_PARTS = re.compile(r"^(?:(?P<kind>[A-Z][A-Za-z ]*?) Error: )?(?P<message>.*?)(?:\n+LINE (?P<line>\d+): .*)?$", re.DOTALL)
_NO_TABLE = re.compile(r"Table with name (.+?) does not exist!", re.DOTALL)
_NO_COLUMN = (
    re.compile(r'Referenced column "(.+?)" (?:was )?not found'),
    re.compile(r'Table ".+?" does not have a column named "(.+?)"'),
    re.compile(r'Values list ".+?" does not have a column named "(.+?)"'),
)


class SqlFault(CardFault):
    """A fault found in SQL before or after DuckDB ran it. `line`: 1-based, in the author's SQL."""

    def __init__(self, kind: str, message: str, hint: str | None = None, line: int | None = None) -> None:
        super().__init__(kind, message, hint)
        self.line = line


def describe(error: BaseException, sql: str, inputs: list[dict[str, Any]], memory_bytes: int | None = None, authored: Authored = CARD) -> dict[str, Any]:
    """`CardError` of whatever SQL raised. `inputs` as for Python cards."""
    told = user_errors.describe(error, "", inputs, memory_bytes, authored)
    # Of Python there is nothing to see in SQL.
    told.pop("frames", None)
    told.pop("line", None)
    if told["code"] == "memory_limit":
        return told | {"hint": authored.sql_memory_hint}
    if isinstance(error, SqlFault):
        return told | ({"line": error.line} if error.line else {})
    if not isinstance(error, duckdb.Error):
        return told
    parts = _PARTS.match(told["message"])
    kind, message, line = parts.group("kind", "message", "line") if parts else (None, told["message"], None)
    said = {"message": _tidied(message), "hint": None, **_about(message, sql, inputs, authored)}
    if kind == "Permission":
        said["hint"] = f"{_datasets_only(authored)} {_datasets(inputs, authored)}"
    told = {"code": told["code"], "type": f"{(kind or 'Sql').replace(' ', '')}Error", "message": said["message"], "hint": said["hint"] or _reserved(kind, sql, inputs)}
    place = _line(line, message, sql)
    return {key: value for key, value in (told | {"line": place}).items() if value is not None}


def _tidied(message: str) -> str:
    return "\n".join(line for line in message.strip().splitlines() if line.strip())


def _about(message: str, sql: str, inputs: list[dict[str, Any]], authored: Authored) -> dict[str, Any]:
    if missing := _NO_TABLE.search(message):
        name = missing.group(1)
        near = near_names(name, [source["alias"] for source in inputs])
        reading = f"{_datasets_only(authored)} " if re.search(r"[/.:]", name) else ""
        return {"message": f'There is no table "{name}".', "hint": f"{reading}{near}{_datasets(inputs, authored)}"}
    for pattern in _NO_COLUMN:
        if missing := pattern.search(message):
            return {"message": f'There is no column "{missing.group(1)}" here.', "hint": _column_hint(missing.group(1), sql, inputs)}
    return {}


def _column_hint(name: str, sql: str, inputs: list[dict[str, Any]]) -> str:
    for source in inputs:
        if source["declared"] and name.casefold() in (column.casefold() for column in source["available"] or []):
            return f'"{source["alias"]}" has a column "{name}", but the card does not declare it. Add it to the card\'s columns.'
    columns = list(dict.fromkeys(column for source in inputs for column in source["columns"]))
    near = near_names(name, columns)
    if near:
        return near.strip()
    text = f"Text stands in single quotes: '{name}'. " if f'"{name}"' in sql else ""
    return text + " ".join(f"Columns of {source['alias']}: {listed(source['columns'])}." for source in inputs)


def near_names(name: str, candidates: list[str]) -> str:
    """“Did you mean a or b?” with a space after it, or nothing when no candidate is near."""
    folded = {candidate.casefold(): candidate for candidate in candidates}
    near = [folded[match] for match in difflib.get_close_matches(name.casefold(), list(folded), 3, 0.6)]
    return f"Did you mean {' or '.join(_identifier(one) for one in near)}? " if near else ""


def _identifier(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) else '"' + name.replace('"', '""') + '"'


def _datasets_only(authored: Authored) -> str:
    return f"SQL {authored.noun}s have no files and no network."


def _datasets(inputs: list[dict[str, Any]], authored: Authored) -> str:
    if not inputs:
        return "This card reads no dataset yet: choose one under Data."
    return f"The {authored.noun}'s datasets are its tables: {listed([source['alias'] for source in inputs])}."


def _reserved(kind: str | None, sql: str, inputs: list[dict[str, Any]]) -> str | None:
    if kind != "Parser" or not inputs:
        return None
    for source in inputs:
        alias = source["alias"]
        if duckdb.tokenize(alias)[0][1] == duckdb.token_type.keyword and re.search(rf"\b{alias}\b", sql, re.IGNORECASE):
            return f'{alias} is a word of SQL: write "{alias}" in double quotes, or give the dataset another alias.'
    return None


def _line(told: str | None, message: str, sql: str) -> int | None:
    lines = sql.splitlines()
    if told is not None:
        # A text of the author's own may look like DuckDB's marker.
        return min(int(told[:9]), max(1, len(lines)))
    return max(1, len(sql.rstrip().splitlines())) if "at end of input" in message else None

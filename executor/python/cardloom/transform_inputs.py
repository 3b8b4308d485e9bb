"""What a transform reads: its inputs by alias, whole as pandas or lazily by Polars, Arrow and DuckDB."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from . import sql_engine
from .card import exact_frame
from .user_errors import CardFault, listed


@dataclass(frozen=True)
class Source:
    """One input: a Parquet file that may be read by path."""

    alias: str
    path: str
    rows: int
    total_rows: int
    """Of the dataset version, of which a preview is given the first only."""
    columns: list[str]

    def describe(self) -> dict[str, Any]:
        """For errors that help, as of a card's inputs."""
        return {"alias": self.alias, "columns": self.columns, "declared": False, "available": self.columns}


class UnknownInput(CardFault, KeyError):
    """The code asks for an input that it has not."""

    __str__ = Exception.__str__


@dataclass(frozen=True)
class Room:
    """What DuckDB may use of the job's."""

    memory_bytes: int | None
    threads: int
    spill_folder: str
    timezone: str


class TransformInputs(Mapping[str, pd.DataFrame]):
    """`inputs["orders"]` is a DataFrame, read when it is asked for. The other readers never hold an input whole."""

    def __init__(self, sources: list[Source], room: Room) -> None:
        self._sources = {source.alias: source for source in sources}
        self._room = room
        self._connection: duckdb.DuckDBPyConnection | None = None
        # The same frame for as long as somebody holds it, and no longer.
        self._frames: weakref.WeakValueDictionary[str, pd.DataFrame] = weakref.WeakValueDictionary()

    def __getitem__(self, alias: str) -> pd.DataFrame:
        frame = self._frames.get(alias)
        if frame is None:
            frame = _frame(self._source(alias).path)
            self._frames[alias] = frame
        return frame

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def __contains__(self, alias: object) -> bool:
        return alias in self._sources

    def __repr__(self) -> str:
        return f"inputs({', '.join(self._sources)})"

    def polars(self, alias: str) -> Any:
        """A Polars LazyFrame."""
        import polars

        return polars.scan_parquet(self._source(alias).path)

    def arrow(self, alias: str) -> ds.Dataset:
        """A pyarrow Dataset: `.to_batches()`, `.scanner(columns=…, filter=…)`, `.head()`."""
        return ds.dataset(self._source(alias).path, format="parquet")

    def duckdb(self, alias: str) -> duckdb.DuckDBPyRelation:
        """A DuckDB relation over one input."""
        self._source(alias)
        return self._database().sql(f"SELECT * FROM {quoted_name(alias)}")

    def sql(self, query: str, params: Any = None) -> duckdb.DuckDBPyRelation:
        """A DuckDB relation of a query over all inputs by alias. With `params`, its rows are held."""
        return self._database().sql(query, params=params) if params else self._database().sql(query)

    def _database(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            self._connection = open_database([*self._sources.values()], self._room)
        return self._connection

    def _source(self, alias: str) -> Source:
        source = self._sources.get(alias)
        if source is None:
            raise UnknownInput("UnknownInput", f'This transform has no input "{alias}".', f"Its inputs are: {listed([*self._sources])}.")
        return source


def open_database(sources: list[Source], room: Room) -> duckdb.DuckDBPyConnection:
    """A connection in which each input is a view by its alias. Raises CardFault where two have the same name in SQL."""
    seen: dict[str, str] = {}
    for source in sources:
        other = seen.setdefault(source.alias.casefold(), source.alias)
        if other != source.alias:
            raise CardFault("AliasError", f'In SQL, "{other}" and "{source.alias}" are the same name.', "Give one of the inputs another alias.")
    return sql_engine.connect_files(
        {source.alias: source.path for source in sources},
        timezone=room.timezone,
        memory_bytes=room.memory_bytes,
        threads=room.threads,
        spill_folder=room.spill_folder,
    )


def quoted_name(name: str) -> str:
    """A name as SQL's identifier."""
    return '"' + name.replace('"', '""') + '"'


def _frame(path: str) -> pd.DataFrame:
    table = pq.read_table(path)
    # A single piece would be shared with Arrow, and read-only; several are put together, which is a copy already.
    is_shared = any(column.num_chunks <= 1 for column in table.columns)
    frame = exact_frame(table)
    return frame.copy() if is_shared else frame

"""DuckDB, shut off from everything but the tables it is given."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.dataset import dataset

# A database that has files, extensions or a network to offer would be a second way around the sandbox's walls.
_SHUT_OFF = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    # Nothing is spilled: a query too large for its memory says so, instead of filling the small /tmp.
    "temp_directory": "",
    "threads": 1,
    "memory_limit": "512MB",
}
# The rest of a job's memory is for the result, and for what the allocator holds back.
_MEMORY_SHARE = 0.75
_FILES_MEMORY_SHARE = 0.5

_ahead: duckdb.DuckDBPyConnection | None = None


def open_ahead() -> None:
    """Open a connection for the one card that forks of this process will run: opening takes longer than most queries."""
    global _ahead
    _ahead = _open()


def connect(tables: Mapping[str, pa.Table], timezone: str, memory_bytes: int | None) -> duckdb.DuckDBPyConnection:
    """A connection in which each table is a view by its alias, over the mapped rows; its settings can't be changed any more."""
    global _ahead
    connection, _ahead = _ahead or _open(), None
    if memory_bytes:
        connection.execute(f"SET memory_limit = '{int(memory_bytes * _MEMORY_SHARE)}B'")
    connection.execute(f"SET TimeZone = {_quoted(timezone)}")
    for alias, table in tables.items():
        connection.register(alias, table)
    connection.execute("SET lock_configuration = true")
    return connection


def connect_files(
    files: Mapping[str, str], *, timezone: str, memory_bytes: int | None, threads: int, spill_folder: str
) -> duckdb.DuckDBPyConnection:
    """A connection in which each Parquet file is a view by its alias; it reads no other file, and writes only what it
    spills. Its settings can't be changed any more."""
    readable = [path for path in files.values() if is_readable(path)]
    connection = _open(
        {**_SHUT_OFF, "enable_external_access": True, "temp_directory": spill_folder, "threads": threads}
    )
    if memory_bytes:
        # Less than of a card's: what the rows are written by takes its part, and what is too large is spilled.
        connection.execute(f"SET memory_limit = '{int(memory_bytes * _FILES_MEMORY_SHARE)}B'")
    connection.execute(f"SET TimeZone = {_quoted(timezone)}")
    connection.execute(f"SET allowed_paths = [{', '.join(map(_quoted, readable))}]")
    connection.execute("SET enable_external_access = false")
    for alias, path in files.items():
        if path in readable:
            name = alias.replace('"', '""')
            connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet({_quoted(path)})')
        else:
            connection.register(alias, dataset(path, format="parquet"))
    connection.execute("SET lock_configuration = true")
    return connection


def is_readable(path: str) -> bool:
    """Whether DuckDB's own reader knows all of a file's encodings. Older versions have whole numbers in one it doesn't."""
    metadata = pq.read_metadata(path)
    columns = [metadata.row_group(0).column(at) for at in range(metadata.num_columns)] if metadata.num_row_groups else []
    return not any("BYTE_STREAM_SPLIT" in one.encodings and one.physical_type not in ("FLOAT", "DOUBLE") for one in columns)


def _open(config: Mapping[str, object] = _SHUT_OFF) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config=dict(config))
    # Or a query could name this program's variables as tables.
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET enable_progress_bar = false")
    return connection


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

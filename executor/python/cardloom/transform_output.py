"""What a transform returned, as a stream of Arrow batches with a schema: of pandas, Polars, Arrow or DuckDB."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from .pandas_output import pandas_table
from .row_group_writer import ROW_GROUP_ROWS
from .user_errors import CardFault

INVALID_OUTPUT = "invalid_output"
RETURN_A_TABLE = "Return a table: a pandas or Polars DataFrame, a Polars LazyFrame, an Arrow table or reader, or a DuckDB relation."
# Whole numbers wider than 64 bits, which is what DuckDB makes of every sum of whole numbers.
_WIDE_INTEGERS = frozenset({"HUGEINT", "UHUGEINT", "UBIGINT"})
_DUCKDB_ERROR = re.compile(r"([A-Z][A-Za-z ]*) Error: ")


class OutputFault(CardFault):
    """What was returned cannot be a dataset."""

    def __init__(self, kind: str, message: str, hint: str | None = None, code: str = INVALID_OUTPUT) -> None:
        super().__init__(kind, message, hint, code)


@dataclass(frozen=True)
class Output:
    """Rows on their way. `batches` may be asked for again only where `repeatable`."""

    schema: pa.Schema
    batches: Callable[[], Iterator[pa.RecordBatch]]
    repeatable: bool
    as_int64: frozenset[int] = frozenset()
    """Columns of DuckDB's wide whole numbers, by position: they are stored as int64, or not at all."""
    notes: tuple[str, ...] = ()
    """What its author may want to know."""


def output_of(returned: Any) -> Output:
    """Raises OutputFault for what is no table."""
    found = _pandas(returned) or _arrow(returned) or _duckdb(returned) or _polars(returned)
    if found is not None:
        return found
    if hasattr(returned, "__arrow_c_stream__"):
        return _once(pa.RecordBatchReader.from_stream(returned))
    raise _no_table(returned)


def query_output(connection: duckdb.DuckDBPyConnection) -> Output:
    """The rows of a statement that was just executed."""
    columns = [(column[0], str(column[1])) for column in connection.description or []]
    return _of_duckdb(connection.to_arrow_reader(ROW_GROUP_ROWS), columns)


def _pandas(returned: Any) -> Output | None:
    pandas = sys.modules["pandas"]
    if not isinstance(returned, (pandas.DataFrame, pandas.Series)):
        return None
    table, notes = pandas_table(returned, OutputFault)
    return _again(table, tuple(notes))


def _arrow(returned: Any) -> Output | None:
    if isinstance(returned, pa.Table):
        return _again(returned)
    if isinstance(returned, pa.RecordBatch):
        return _again(pa.Table.from_batches([returned]))
    if isinstance(returned, pa.RecordBatchReader):
        return _once(returned)
    if isinstance(returned, ds.Dataset):
        return _once(returned.scanner(batch_readahead=2, fragment_readahead=1).to_reader())
    return _once(returned.to_reader()) if isinstance(returned, ds.Scanner) else None


def _duckdb(returned: Any) -> Output | None:
    if not isinstance(returned, duckdb.DuckDBPyRelation):
        return None
    columns = [(name, str(kind)) for name, kind in zip(returned.columns, returned.types)]
    return _of_duckdb(returned.to_arrow_reader(ROW_GROUP_ROWS), columns)


def _polars(returned: Any) -> Output | None:
    polars = sys.modules.get("polars")
    if polars is None:
        return None
    if isinstance(returned, polars.Series):
        returned = returned.alias(returned.name or "value").to_frame()
    if isinstance(returned, polars.DataFrame):
        _refuse_objects(returned.schema)
        return _again(returned.to_arrow())
    if not isinstance(returned, polars.LazyFrame):
        return None
    schema = returned.collect_schema()
    _refuse_objects(schema)
    arrow_schema = polars.DataFrame(schema=schema).to_arrow().schema

    def batches() -> Iterator[pa.RecordBatch]:
        for frame in returned.collect_batches(chunk_size=ROW_GROUP_ROWS, maintain_order=True, engine="streaming"):
            yield from frame.to_arrow().to_batches()

    return Output(arrow_schema, batches, repeatable=False)


def _refuse_objects(schema: Any) -> None:
    for name, kind in schema.items():
        if str(kind) == "Object":
            raise OutputFault("MixedColumn", f"Column “{name}” holds Python objects, which are not values of a dataset.", "Make it text, numbers or dates.")


def _again(table: pa.Table, notes: tuple[str, ...] = ()) -> Output:
    return Output(table.schema, lambda: iter(table.to_batches(ROW_GROUP_ROWS)), repeatable=True, notes=notes)


def _once(reader: pa.RecordBatchReader) -> Output:
    return Output(reader.schema, lambda: _sliced(reader), repeatable=False)


def _of_duckdb(reader: pa.RecordBatchReader, columns: list[tuple[str, str]]) -> Output:
    """`columns`: their names, and their types as DuckDB calls them."""
    for name, kind in columns:
        # In Arrow they are bytes like any others, packed in a way of DuckDB's own.
        if kind == "BIT":
            raise OutputFault("UnknownType", f"Column “{name}” holds bits, which have no place in a dataset.", f"Make them text: CAST({name} AS VARCHAR).")
    wide = frozenset(at for at, (_, kind) in enumerate(columns) if kind in _WIDE_INTEGERS)
    return Output(reader.schema, lambda: _with_duckdbs_errors(_sliced(reader)), repeatable=False, as_int64=wide)


def _with_duckdbs_errors(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Arrow tells what goes wrong in a stream of DuckDB's as an OSError, and of what kind it was by the words alone."""
    try:
        yield from batches
    except OSError as error:
        said = _DUCKDB_ERROR.match(str(error))
        if said is None:
            raise
        kind = getattr(duckdb, f"{said[1].replace(' ', '')}Exception", duckdb.Error)
        raise kind(str(error)) from None


def _sliced(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    for batch in reader:
        for start in range(0, batch.num_rows, ROW_GROUP_ROWS):
            yield batch.slice(start, ROW_GROUP_ROWS)


def _no_table(returned: Any) -> OutputFault:
    if returned is None:
        return OutputFault("NothingReturned", "transform returned nothing.", f"Is a `return` missing at its end? {RETURN_A_TABLE}")
    if hasattr(returned, "__await__"):
        getattr(returned, "close", lambda: None)()
        return OutputFault("WrongReturnType", "transform is an async function, and nobody awaits it here.", "Write `def transform`, without async.")
    kind = type(returned).__name__
    if isinstance(returned, (list, dict, tuple)):
        return OutputFault("WrongReturnType", f"transform returned a {kind}, which is not a table.", "Make it a table by pd.DataFrame(…).")
    if "GroupBy" in kind:
        return OutputFault("WrongReturnType", f"transform returned a {kind}: groups, of which nothing was calculated yet.", "Add what to calculate, such as .sum().")
    return OutputFault("WrongReturnType", f"transform returned {_article(kind)} {kind}, which is not a table.", RETURN_A_TABLE)


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeio" else "a"

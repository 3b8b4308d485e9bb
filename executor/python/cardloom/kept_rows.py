"""Which rows pass, as row numbers: each predicate is looked at once, and text by its distinct values."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.types as pt

from .column_cache import ColumnCache
from .predicates import to_expression

# With more distinct values than this, finding them takes longer than looking at every row.
MAX_DISTINCT = 50_000
_SAMPLE_ROWS = 20_000

Columns = Callable[[list[str]], dict[str, pa.ChunkedArray]]


def kept_rows(source_key: str, predicates: list[dict[str, Any]], schema: pa.Schema, columns: Columns, cache: ColumnCache) -> pa.ChunkedArray:
    """Ascending numbers of the rows for which all predicates hold. `columns`: whole columns by name."""
    together: np.ndarray | None = None
    for predicate in predicates:
        mask = _mask(source_key, predicate, schema, columns, cache)
        together = mask if together is None else together & mask
    if together is None:
        raise ValueError("no predicate, no filter")
    return pa.chunked_array([pa.array(np.flatnonzero(together))])


def _mask(source_key: str, predicate: dict[str, Any], schema: pa.Schema, columns: Columns, cache: ColumnCache) -> np.ndarray:
    scope, name = (source_key, json.dumps(predicate)), "\0mask"
    known = cache.get(scope, name)
    if known is None:
        known = _as_column(_look(source_key, predicate, schema, columns, cache))
        cache.put(scope, name, known)
    return known.to_numpy().view(np.bool_)


def _look(source_key: str, predicate: dict[str, Any], schema: pa.Schema, columns: Columns, cache: ColumnCache) -> np.ndarray:
    name: str = predicate["column"]
    expression = to_expression([predicate], schema)
    column = columns([name])[name]
    encoded = _encoded(source_key, name, column, cache) if _is_text(column.type) else None
    if encoded is None:
        return _evaluate(expression, name, column)
    values, codes = encoded
    passes = _evaluate(expression, name, values)
    return pa.array(passes.view(np.uint8)).take(codes.chunk(0)).to_numpy().view(np.bool_)


def _evaluate(expression: Any, name: str, column: pa.ChunkedArray) -> np.ndarray:
    scanner = ds.InMemoryDataset(pa.table({name: column})).scanner(columns={"passes": expression}, use_threads=False)
    passes = scanner.to_table().column("passes")
    # "Unknown", from comparing with an empty cell, is not a yes.
    return passes.fill_null(False).to_numpy()


def _encoded(source_key: str, name: str, column: pa.ChunkedArray, cache: ColumnCache) -> tuple[pa.ChunkedArray, pa.ChunkedArray] | None:
    """Distinct values, the last of them empty, and for each row the number of its own; None where that does not pay."""
    codes_scope, values_scope = (source_key, "\0codes"), (source_key, "\0values")
    codes, values = cache.get(codes_scope, name), cache.get(values_scope, name)
    if codes is None or values is None:
        codes = values = pa.chunked_array([], pa.null())
        sample = column.slice(0, _SAMPLE_ROWS)
        if column.num_chunks == 1 and len(sample.unique()) <= max(100, len(sample) // 4):
            encoded = column.chunk(0).dictionary_encode()
            if len(encoded.dictionary) <= MAX_DISTINCT:
                codes, values = _coded(encoded)
        cache.put(codes_scope, name, codes)
        cache.put(values_scope, name, values)
    return (values, codes) if codes.num_chunks else None


def _coded(encoded: pa.DictionaryArray) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    count = len(encoded.dictionary)
    # Few values fit into a byte for each row: a quarter of the memory to walk through for every new filter.
    narrow = pa.uint8() if count < 256 else pa.uint16()
    codes = encoded.indices.fill_null(count).cast(narrow)
    values = pa.concat_arrays([encoded.dictionary, pa.nulls(1, encoded.dictionary.type)])
    return pa.chunked_array([codes]), pa.chunked_array([values])


def _is_text(arrow_type: pa.DataType) -> bool:
    return pt.is_string(arrow_type) or pt.is_large_string(arrow_type)


def _as_column(mask: np.ndarray) -> pa.ChunkedArray:
    # A byte for each row: bits would have to be unpacked at every use.
    return pa.chunked_array([pa.array(mask.view(np.uint8))])

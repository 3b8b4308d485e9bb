"""What the slicer keeps in memory between two slices: decoded columns, and what filters left of them."""

from __future__ import annotations

from collections import OrderedDict

import pyarrow as pa

Scope = tuple[str, str]
"""A dataset version, and the predicates that its rows passed: "" for all rows."""


class ColumnCache:
    """Columns by scope and name, least recently used out first, bounded by bytes."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self._columns: OrderedDict[tuple[Scope, str], pa.ChunkedArray] = OrderedDict()
        self._held_bytes = 0

    def get(self, scope: Scope, name: str) -> pa.ChunkedArray | None:
        column = self._columns.get((scope, name))
        if column is not None:
            self._columns.move_to_end((scope, name))
        return column

    def put(self, scope: Scope, name: str, column: pa.ChunkedArray) -> None:
        replaced = self._columns.pop((scope, name), None)
        self._held_bytes += column.nbytes - (0 if replaced is None else replaced.nbytes)
        self._columns[(scope, name)] = column
        while self._held_bytes > self.limit_bytes and self._columns:
            _, dropped = self._columns.popitem(last=False)
            self._held_bytes -= dropped.nbytes

    def clear(self) -> None:
        self._columns.clear()
        self._held_bytes = 0

    @property
    def held_bytes(self) -> int:
        return self._held_bytes

"""Which column the rows are best ordered by, and whether they already are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

# Names of the moment a row is about, rather than one of its properties. Only between columns that are alike otherwise.
_TELLING_NAME = re.compile(r"(?:^|_)(?:date|day|time|timestamp|datetime|created|ordered|occurred)(?:_|$)|_(?:at|on)$", re.IGNORECASE)
_MOSTLY_EMPTY_SHARE = 0.5


@dataclass(frozen=True)
class TimeColumn:
    """What the choice rests on. `null_count` of `rows`."""

    name: str
    type: pa.DataType
    null_count: int
    rows: int


def by_preference(columns: Iterable[TimeColumn]) -> list[str]:
    """The names of columns of dates and times, the main one first: complete ones, then dates, then names that tell."""
    fit = [(position, column) for position, column in enumerate(columns) if is_time(column.type)]
    return [column.name for _, column in sorted(fit, key=_rank)]


def is_time(arrow_type: pa.DataType) -> bool:
    """Whether rows may be ordered by such a column without being asked to."""
    return pa.types.is_date(arrow_type) or pa.types.is_timestamp(arrow_type)


def _rank(candidate: tuple[int, TimeColumn]) -> tuple[int, bool, bool, int]:
    position, column = candidate
    share = column.null_count / column.rows if column.rows else 0
    gaps = 2 if share > _MOSTLY_EMPTY_SHARE else 1 if column.null_count else 0
    return gaps, not pa.types.is_date(column.type), not _TELLING_NAME.search(column.name), position


class OrderWatch:
    """Whether the values of a column that arrive in pieces are in ascending order, empty ones last."""

    def __init__(self) -> None:
        self.ascending = True
        self._last: pa.Scalar | None = None
        self._nulls = False

    def take(self, values: pa.Array) -> None:
        """The next piece."""
        if not self.ascending or len(values) == 0:
            return
        filled = len(values) - values.null_count
        if filled:
            trailing_nulls = values.null_count == 0 or values.slice(filled).null_count == values.null_count
            self.ascending = not self._nulls and trailing_nulls and self._rises(values.slice(0, filled))
            self._last = values[filled - 1]
        self._nulls = self._nulls or values.null_count > 0

    def _rises(self, values: pa.Array) -> bool:
        if self._last is not None and not pc.less_equal(self._last, values[0]).as_py():
            return False
        return len(values) < 2 or pc.all(pc.less_equal(values.slice(0, len(values) - 1), values.slice(1))).as_py()

"""A CSV file in blocks of whole rows, and the proof that a block is plain: UTF-8 text whose quotes and lines are in order.

Only plain blocks may be parsed one by one and side by side. Whatever is not plain is for `csv_structure`, which
reads the whole file again and knows what to say about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

BLOCK_BYTES = 4 * 1024 * 1024
# A longer row may hold a field above the limit, which is for the careful way to see.
MAX_ROW_BYTES = 16 * 1024 * 1024
_QUOTE, _LINE_FEED = 0x22, 0x0A


class NotPlain(Exception):
    """The file needs the careful way: it is wrong, or written in an unusual way."""


class Source(Protocol):
    """Bytes in order."""

    def read(self, size: int) -> bytes: ...


@dataclass(frozen=True)
class BlockFacts:
    """What a plain block was found to hold. `lines`: line breaks, those inside quotes included."""

    lines: int
    has_quotes: bool
    ascii: bool


def whole_rows(source: Source) -> Iterator[bytes]:
    """Cut what is left of a source behind the ends of rows. Raises NotPlain where there is none within reach.

    A line break counts as the end of a row when the quotes before it are even, which holds for plain blocks; `prove`
    has to follow.
    """
    carry = b""
    size_bytes = BLOCK_BYTES
    while True:
        piece = source.read(max(1, size_bytes - len(carry)))
        if not piece:
            if carry:
                yield carry
            return
        data = carry + piece
        end = _last_row_end(data)
        if end:
            yield data[:end] if end < len(data) else data
            carry, size_bytes = data[end:], BLOCK_BYTES
        elif size_bytes < MAX_ROW_BYTES:
            # One long row: look further.
            carry, size_bytes = data, size_bytes * 2
        else:
            raise NotPlain


def _last_row_end(data: bytes) -> int:
    end = data.rfind(b"\n")
    if end < 0 or b'"' not in data:
        return end + 1
    quotes = int(np.count_nonzero(np.frombuffer(data, np.uint8, end) == _QUOTE))
    while quotes % 2:
        before = data.rfind(b"\n", 0, end)
        if before < 0:
            return 0
        quotes -= data.count(b'"', before, end)
        end = before
    return end + 1


def prove(block: bytes, delimiter: str) -> BlockFacts:
    """What a block holds, if it is plain. Raises NotPlain. Text beyond ASCII is left for the parser to check."""
    if 0 in block:
        raise NotPlain
    if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
        # A bare carriage return ends a row in some programs only.
        raise NotPlain
    values = np.frombuffer(block, np.uint8)
    has_quotes = b'"' in block
    if has_quotes:
        _prove_quotes(values, _edges(delimiter))
    return BlockFacts(int(np.count_nonzero(values == _LINE_FEED)), has_quotes, block.isascii())


def _edges(delimiter: str) -> np.ndarray:
    edges = np.zeros(256, bool)
    edges[[ord(delimiter), 0x0A, 0x0D, _QUOTE]] = True
    return edges


def _prove_quotes(values: np.ndarray, edges: np.ndarray) -> None:
    """Every quote opens or closes a field, or is one of a pair inside: the byte beside it shows it."""
    at = np.flatnonzero(values == _QUOTE)
    if len(at) % 2:
        raise NotPlain
    opening, closing = at[::2], at[1::2]
    if opening[0] == 0:
        opening = opening[1:]
    if closing[-1] == len(values) - 1:
        closing = closing[:-1]
    if not (edges[values[opening - 1]].all() and edges[values[closing + 1]].all()):
        raise NotPlain

"""Is the whole file text, and are its quotes and rows in order? Fast where all is well, exact about the line where not."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from . import csv_slow_read, text_encoding
from .csv_dialect import Dialect
from .sources import DescriptorFile

BLOCK_BYTES = 8 * 1024 * 1024
QUOTE = 0x22


@dataclass(frozen=True)
class Structure:
    """What the scan learnt. `lines`: physical lines of the file, a last one without line break included."""

    lines: int
    has_quotes: bool
    warnings: list[str]


def check(fd: int, dialect: Dialect, progress: Callable[[int], None]) -> Structure:
    """Scan every byte of the table. Raises ImportRefusal for what isn't UTF-8 text or has quotes that don't match."""
    scan = _Scan(dialect)
    source = DescriptorFile(fd, dialect.table_start)
    while block := source.read(BLOCK_BYTES):
        scan.take(block, last=source.tell() >= source.size_bytes)
        progress(dialect.table_start + source.tell())
    warnings = []
    if scan.doubtful:
        # Not plain RFC 4180, so read it as a parser would; what passes here is unambiguous.
        csv_slow_read.read_strictly(fd, dialect)
        warnings.append("Some fields hold quotation marks without being quoted; these were kept as they are.")
    if scan.lone_returns and scan.line_feeds:
        # Inside quotes a bare carriage return is data; outside it would end a row in some programs only.
        csv_slow_read.refuse_mixed_ends(fd, dialect)
    return Structure(dialect.lines_above + scan.lines, scan.has_quotes, warnings)


class _Scan:
    def __init__(self, dialect: Dialect) -> None:
        self.doubtful = False
        self.has_quotes = False
        self.line_feeds = 0
        self.lone_returns = 0
        self.lines = 0
        self._quoted = False
        self._context = b"\n"
        self._held = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._pending = False
        self._last_byte = 10
        self._lines_above = dialect.lines_above
        self._edges = np.array([ord(dialect.delimiter), 10, 13, QUOTE], np.uint8)

    def take(self, block: bytes, last: bool) -> None:
        self._check_text(block, last)
        self._check_quotes(block, last)
        self._count_lines(block, last)

    def _check_text(self, block: bytes, last: bool) -> None:
        zero = block.find(0)
        if zero >= 0:
            raise text_encoding.zero_byte(self._line_at(block, zero))
        if block.isascii() and not self._pending:
            return
        before = len(self._decoder.getstate()[0])
        try:
            self._decoder.decode(block, last)
        except UnicodeDecodeError as error:
            position = max(0, error.start - before)
            raise text_encoding.not_utf8(error.object, error.start, self._line_at(block, position)) from None
        self._pending = bool(self._decoder.getstate()[0])

    def _line_at(self, block: bytes, position: int) -> int:
        head = block[:position]
        return self._lines_above + self.line_feeds + self.lone_returns + 1 + head.count(b"\n") + head.count(b"\r") - head.count(b"\r\n")

    def _count_lines(self, block: bytes, last: bool) -> None:
        feeds, returns = block.count(b"\n"), block.count(b"\r")
        self.line_feeds += feeds
        if returns:
            self.lone_returns += returns - block.count(b"\r\n")
        # A pair cut in two by the block's edge is one end of line.
        if self._last_byte == 13 and block[0] == 10:
            self.lone_returns -= 1
        self._last_byte = block[-1]
        if last:
            self.lines = self.line_feeds + self.lone_returns + (0 if block[-1] in (10, 13) else 1)

    def _check_quotes(self, block: bytes, last: bool) -> None:
        if QUOTE not in block and not self._held:
            self._context = block[-1:]
            self.doubtful |= last and self._quoted
            return
        self.has_quotes = True
        if self.doubtful:
            return
        data = self._held + block
        # What a quote means shows in the byte behind it, so quotes at the edge wait for the next block.
        kept = data if last else data.rstrip(b'"')
        self._held = data[len(kept) :]
        if not kept:
            return
        padded = np.frombuffer(self._context + kept + b"\n", np.uint8)
        self._context = kept[-1:]
        # The context's own quote was judged with its block; the padding's line break is no quote.
        at = np.flatnonzero(padded[1:-1] == QUOTE) + 1
        first_opens = 1 if self._quoted else 0
        opening, closing = at[first_opens::2], at[1 - first_opens :: 2]
        if not (np.isin(padded[opening - 1], self._edges).all() and np.isin(padded[closing + 1], self._edges).all()):
            self.doubtful = True
        self._quoted ^= bool(len(at) % 2)
        if last and self._quoted:
            self.doubtful = True

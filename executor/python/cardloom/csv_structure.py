"""Is the whole file text, and are its quotes and rows in order? Fast where all is well, exact about the line where not."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .csv_dialect import BOM
from .import_refusal import ImportRefusal
from .sources import DescriptorFile

BLOCK_BYTES = 8 * 1024 * 1024
QUOTE = 0x22


@dataclass(frozen=True)
class Structure:
    """What the scan learnt. `lines`: physical lines, a last one without line break included."""

    lines: int
    has_quotes: bool
    warnings: list[str]


def check(fd: int, delimiter: str, progress: Callable[[int], None]) -> Structure:
    """Scan every byte. Raises ImportRefusal for what isn't UTF-8 text or has quotes that don't match."""
    scan = _Scan(delimiter)
    source = DescriptorFile(fd)
    while block := source.read(BLOCK_BYTES):
        scan.take(block, last=source.tell() >= source.size_bytes)
        progress(source.tell())
    warnings = []
    if scan.doubtful:
        # Not plain RFC 4180, so read it as a parser would; what passes here is unambiguous.
        _read_strictly(fd, delimiter)
        warnings.append("Some fields hold quotation marks without being quoted; these were kept as they are.")
    if scan.lone_returns and scan.line_feeds:
        # Inside quotes a bare carriage return is data; outside it would end a row in some programs only.
        _refuse_mixed_ends(fd, delimiter)
    return Structure(scan.lines, scan.has_quotes, warnings)


class _Scan:
    def __init__(self, delimiter: str) -> None:
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
        self._edges = np.array([ord(delimiter), 10, 13, QUOTE], np.uint8)

    def take(self, block: bytes, last: bool) -> None:
        self._check_text(block, last)
        self._check_quotes(block, last)
        self._count_lines(block, last)

    def _check_text(self, block: bytes, last: bool) -> None:
        zero = block.find(0)
        if zero >= 0:
            raise ImportRefusal(
                "The file holds a zero byte, which no CSV text has. It may be a binary file or UTF-16: save it as “CSV UTF-8” and upload that.",
                line=self._line_at(block, zero),
            )
        if block.isascii() and not self._pending:
            return
        before = len(self._decoder.getstate()[0])
        try:
            self._decoder.decode(block, last)
        except UnicodeDecodeError as error:
            position = max(0, error.start - before)
            wrong = error.object[error.start]
            raise ImportRefusal(
                f"This line is not valid UTF-8 (byte 0x{wrong:02X}), so the file is in another encoding, such as Windows-1252 or Shift_JIS. Save it as “CSV UTF-8” and upload that.",
                line=self._line_at(block, position),
            ) from None
        self._pending = bool(self._decoder.getstate()[0])

    def _line_at(self, block: bytes, position: int) -> int:
        head = block[:position]
        return self.line_feeds + self.lone_returns + 1 + head.count(b"\n") + head.count(b"\r") - head.count(b"\r\n")

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


def _text(fd: int) -> io.TextIOWrapper:
    source = DescriptorFile(fd)
    if source.read(len(BOM)) != BOM:
        source.seek(0)
    return io.TextIOWrapper(io.BufferedReader(source, 1 << 20), encoding="utf-8", newline="")


def _read_strictly(fd: int, delimiter: str) -> None:
    start = 1
    reader = csv.reader(_text(fd), delimiter=delimiter, strict=True)
    try:
        for _ in reader:
            start = reader.line_num + 1
    except csv.Error as error:
        _refuse_quote(fd, delimiter, start, reader.line_num, unfinished="unexpected end" in str(error))


def _refuse_quote(fd: int, delimiter: str, start: int, at: int, unfinished: bool) -> None:
    opened = _opening_line(fd, delimiter, start)
    if unfinished:
        raise ImportRefusal(f"A quotation mark opened on line {opened} is never closed. Close it, or double it (\"\") if it belongs to the text.", line=opened)
    where = f"line {at}" if at == opened else f"line {opened} to line {at}"
    raise ImportRefusal(
        f"A quoted field ({where}) goes on after its closing quotation mark. Double the quotation marks that belong to the text (\"\"), or close the quote that was left open.",
        line=opened,
    )


def _opening_line(fd: int, delimiter: str, start: int) -> int:
    """The line on which the last quoted field of the faulty record opens."""
    opened, line, quoted, field_start, after_quote = start, 0, False, True, False
    for text in _text(fd):
        line += 1
        if line < start:
            continue
        for character in text:
            if quoted:
                if character == '"':
                    quoted, after_quote = False, True
            elif character == '"' and (field_start or after_quote):
                # Doubled inside a quoted field, or the start of one.
                opened = line if field_start else opened
                quoted, after_quote, field_start = True, False, False
            elif character == delimiter or character in "\r\n":
                field_start, after_quote = True, False
            elif after_quote:
                return opened
            else:
                field_start = False
    return opened


def _refuse_mixed_ends(fd: int, delimiter: str) -> None:
    lines = _Lines(_text(fd))
    reader = csv.reader(lines, delimiter=delimiter)
    ends: set[str] = set()
    for _ in reader:
        ends.add(lines.end)
        if "\r" in ends and len(ends) > 1:
            raise ImportRefusal(
                "Some rows end with a bare carriage return and others with a line feed. Save the file with one kind of line ending.",
                line=reader.line_num,
            )


class _Lines:
    """Lines of a text, and how the last one given ended."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.end = "\n"

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._text)
        self.end = "\r" if line.endswith("\r") else "\n"
        return line


def refuse_ragged(fd: int, delimiter: str, expected: int, header_lines: int) -> None:
    """Raise ImportRefusal naming the first line whose number of fields isn't `expected`."""
    start = 1
    reader = csv.reader(_text(fd), delimiter=delimiter)
    for cells in reader:
        if start > header_lines and cells and len(cells) != expected:
            raise ImportRefusal(
                f"Line {start} has {len(cells)} {_fields(len(cells))}, but {'the header has' if header_lines else 'the first line has'} {expected}. "
                + ("Quote fields that contain the delimiter, or remove the extra ones." if len(cells) > expected else "Add the missing fields, or remove the line."),
                line=start,
            )
        start = reader.line_num + 1


def _fields(count: int) -> str:
    return "field" if count == 1 else "fields"

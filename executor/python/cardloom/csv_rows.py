"""A CSV file's rows as text, in pieces: parsed side by side where every block is plain, else from beginning to end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

import pyarrow as pa
import pyarrow.csv as pacsv

from . import csv_blocks, csv_slow_read, sources
from .csv_blocks import BlockFacts, NotPlain
from .csv_dialect import Dialect
from .csv_structure import Structure
from .import_refusal import ImportRefusal

# Of the careful way, for as long as no row is longer.
BLOCK_BYTES = 8 * 1024 * 1024


class BeginAgain(Exception):
    """What was given so far is void: the same rows, read again, will come through."""


class Parsed(NamedTuple):
    """Every column as text, and what was found in the bytes."""

    batch: pa.RecordBatch
    facts: BlockFacts | None


class Piece(NamedTuple):
    """Some rows, parsed when `parse` is called, on any thread; `end`: the bytes of the file up to theirs."""

    parse: Callable[[], Parsed]
    end: int


class Rows(Protocol):
    """A file's rows. Reading them may raise NotPlain, BeginAgain or ImportRefusal."""

    def pieces(self) -> Iterator[Piece]:
        """All rows, in order. May be called again when it has ended."""
        ...

    def note(self, facts: BlockFacts | None) -> None:
        """Hear what was found in a piece, in order."""
        ...

    def structure(self) -> Structure:
        """What was learnt of the file, after the last piece."""
        ...


class PlainRows:
    """Rows by blocks that are proved to be plain as they are parsed. Raises NotPlain where one is not."""

    def __init__(self, fd: int, dialect: Dialect) -> None:
        self._fd = fd
        self._dialect = dialect
        head = sources.DescriptorFile(fd, dialect.table_start).read(dialect.data_start - dialect.table_start)
        facts = csv_blocks.prove(head, dialect.delimiter)
        try:
            head.decode()
        except UnicodeDecodeError:
            raise NotPlain from None
        self._lines = dialect.lines_above + facts.lines
        self._has_quotes = facts.has_quotes
        self._ends_open = False

    def pieces(self) -> Iterator[Piece]:
        """As of Rows."""
        done = self._dialect.data_start
        for block in csv_blocks.whole_rows(sources.DescriptorFile(self._fd, done)):
            done += len(block)
            self._ends_open = not block.endswith(b"\n")
            yield Piece(lambda block=block: self._parse(block), done)

    def _parse(self, block: bytes) -> Parsed:
        facts = csv_blocks.prove(block, self._dialect.delimiter)
        if not block.strip(b"\r\n") and len(self._dialect.names) > 1:
            return Parsed(_no_rows(self._dialect), facts)
        try:
            table = pacsv.read_csv(
                pa.py_buffer(block),
                read_options=pacsv.ReadOptions(use_threads=False, block_size=len(block) + 1, column_names=self._dialect.names),
                parse_options=_parse_options(self._dialect, facts.has_quotes),
                convert_options=_as_text(self._dialect, check_utf8=not facts.ascii),
            )
        except pa.ArrowInvalid as error:
            # Whatever it is, the careful way says it better.
            raise NotPlain from error
        batches = table.combine_chunks().to_batches()
        return Parsed(batches[0] if batches else _no_rows(self._dialect), facts)

    def note(self, facts: BlockFacts | None) -> None:
        """As of Rows."""
        if facts is not None:
            self._lines += facts.lines
            self._has_quotes = self._has_quotes or facts.has_quotes

    def structure(self) -> Structure:
        """As of Rows."""
        return Structure(self._lines + self._ends_open, self._has_quotes, [])


class CarefulRows:
    """Rows by one parser from beginning to end, after `csv_structure` has found nothing wrong."""

    def __init__(self, fd: int, dialect: Dialect, structure: Structure) -> None:
        self._fd = fd
        self._dialect = dialect
        self._structure = structure
        self._block_bytes = BLOCK_BYTES

    def pieces(self) -> Iterator[Piece]:
        """As of Rows."""
        try:
            yield from self._parsed()
        except pa.ArrowInvalid as error:
            if "straddling" in str(error):
                # Rare, so such a file is begun again rather than every file measured.
                longest = csv_slow_read.longest_row_bytes(self._fd, self._dialect)
                self._block_bytes = max(longest, self._block_bytes) + BLOCK_BYTES
                raise BeginAgain from None
            csv_slow_read.refuse_ragged(self._fd, self._dialect)
            raise ImportRefusal(f"The file could not be read as CSV: {error}") from error

    def _parsed(self) -> Iterator[Piece]:
        start = self._dialect.data_start
        source = sources.DescriptorFile(self._fd, start)
        reader = pacsv.open_csv(
            pa.PythonFile(source, mode="r"),
            read_options=pacsv.ReadOptions(use_threads=False, block_size=self._block_bytes, column_names=self._dialect.names),
            parse_options=_parse_options(self._dialect, self._structure.has_quotes),
            # The scan has looked at every byte.
            convert_options=_as_text(self._dialect, check_utf8=False),
        )
        for batch in reader:
            yield Piece(lambda batch=batch: Parsed(batch, None), start + source.tell())

    def note(self, facts: BlockFacts | None) -> None:
        """There is nothing to hear."""

    def structure(self) -> Structure:
        """As it was found before."""
        return self._structure


def _parse_options(dialect: Dialect, has_quotes: bool) -> pacsv.ParseOptions:
    return pacsv.ParseOptions(delimiter=dialect.delimiter, newlines_in_values=has_quotes, ignore_empty_lines=len(dialect.names) > 1)


def _as_text(dialect: Dialect, check_utf8: bool) -> pacsv.ConvertOptions:
    return pacsv.ConvertOptions(column_types=dict.fromkeys(dialect.names, pa.string()), strings_can_be_null=False, check_utf8=check_utf8)


def _no_rows(dialect: Dialect) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], pa.schema([(name, pa.string()) for name in dialect.names]))

"""A CSV file's rows to Parquet: evidence of their types gathered, values converted and written in one go."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from . import csv_plain
from .csv_blocks import BlockFacts, NotPlain
from .csv_dialect import Dialect
from .csv_evidence import Evidence, examine
from .csv_forced_type import Misfit, force
from .csv_plain import Plain
from .csv_remarks import on_column, quoted
from .csv_rows import BeginAgain, Parsed, Rows
from .csv_structure import Structure
from .csv_types import Decision, convert, decide
from .import_refusal import ImportRefusal
from .profile import Profiler
from .row_group_writer import RowGroupWriter
from .row_order import OrderWatch, TimeColumn, by_preference, is_time
from .row_sort import sort_file

_REWRITTEN_DATES = ("ymd", "dmy", "mdy")


@dataclass(frozen=True)
class Order:
    """The column the rows are to be ordered by; None = as they come, or, where nothing was `asked`, as it pays."""

    name: str | None = None
    asked: bool = False


@dataclass(frozen=True)
class Loaded:
    """What became of the file. `remarks`: what its author may want to know."""

    schema: pa.Schema
    rows: int
    structure: Structure
    remarks: list[str]
    sorted_by: str | None


@dataclass(frozen=True)
class _Column:
    """What a column is taken for; `closed`: it is text whatever may come."""

    decision: Decision
    closed: bool


@dataclass(frozen=True)
class _Block:
    """Rows whose columns are proved and converted, or else still text."""

    texts: list[pa.Array]
    proved: list[Plain | None]
    rows: int
    facts: BlockFacts | None

    @property
    def doubtful(self) -> list[int]:
        """The columns that need a closer look."""
        return [index for index, plain in enumerate(self.proved) if plain is None]


class Loader:
    """Loads one file. `pool` has a thread for each of `cores`; `progress`: see csv_import."""

    def __init__(
        self, dialect: Dialect, wanted: dict[str, str], order: Order, out_path: str, size_bytes: int,
        progress: Callable[[str, int, int, int], None], pool: ThreadPoolExecutor, cores: int, profiler: Profiler | None = None,
    ) -> None:
        self._profiler = profiler
        self._dialect = dialect
        self._wanted = wanted
        self._order = order
        self._out_path = out_path
        self._size_bytes = size_bytes
        self._progress = progress
        self._pool = pool
        self._cores = cores
        self._evidence: list[Evidence] = []
        # As the blocks so far suggest; None before the first. Blocks are proved against it as soon as they are parsed.
        self._columns: list[_Column] | None = None
        self._watches: dict[str, OrderWatch] = {}
        self._null_counts: list[int] = []

    def load(self, source: Rows) -> Loaded:
        """Write the file. Raises ImportRefusal, and NotPlain for rows that must be read another way."""
        try:
            decisions, rows, writer = self._first_pass(source)
        except BeginAgain:
            decisions, rows, writer = self._first_pass(source)
        structure = source.structure()
        final = [self._final(name, evidence, rows, source) for name, evidence in zip(self._dialect.names, self._evidence)]
        if writer is not None and not all(map(_reads_alike, final, decisions)):
            writer.abandon()
            writer = None
        if writer is None:
            writer = self._second_pass(source, final)
        writer.close()
        schema = self._schema(final)
        sorted_by = self._sort(schema, rows, writer.row_groups)
        return Loaded(schema, rows, structure, self._remarks(final, rows, structure), sorted_by)

    def _first_pass(self, source: Rows) -> tuple[list[Decision], int, RowGroupWriter | None]:
        """Gather the evidence of all rows, and write them for as long as none contradicts the first."""
        self._evidence = [Evidence(self._dialect.rules) for _ in self._dialect.names]
        self._columns = None
        rows = 0
        writer: RowGroupWriter | None = None
        guess: list[Decision] = []
        try:
            for block, done in self._blocks(source, source.note):
                columns = self._learn(block, rows)
                rows += block.rows
                if not guess:
                    guess = [column.decision for column in columns]
                    writer = self._new_writer(guess)
                elif writer is not None and not all(_reads_alike(columns[index].decision, guess[index]) for index in block.doubtful):
                    writer.abandon()
                    writer = None
                if writer is not None:
                    self._write(writer, block, [column.decision for column in columns])
                self._progress("converting", done, self._size_bytes * (1 if writer is not None else 2), rows)
        except (BeginAgain, ImportRefusal, NotPlain):
            if writer is not None:
                writer.abandon()
            raise
        return guess, rows, writer

    def _second_pass(self, source: Rows, decisions: list[Decision]) -> RowGroupWriter:
        self._columns = [_Column(decision, closed=decision.reading == "text") for decision in decisions]
        writer = self._new_writer(decisions)
        rows = 0
        for block, done in self._blocks(source, lambda _: None):
            self._write(writer, block, decisions)
            rows += block.rows
            self._progress("converting", self._size_bytes + done, self._size_bytes * 2, rows)
        return writer

    def _blocks(self, source: Rows, note: Callable[[BlockFacts | None], None]) -> Iterator[tuple[_Block, int]]:
        """The file's rows in order, while those that come next are being parsed."""
        ahead: deque[tuple[Future[_Block], int]] = deque()
        try:
            for parse, end in source.pieces():
                ahead.append((self._pool.submit(self._prepare, parse), end))
                # The first block alone: what comes after it is judged by it.
                while len(ahead) > (self._cores if self._columns is not None else 0):
                    yield from self._take(ahead, note)
            while ahead:
                yield from self._take(ahead, note)
        finally:
            for future, _ in ahead:
                future.cancel()

    def _take(self, ahead: deque[tuple[Future[_Block], int]], note: Callable[[BlockFacts | None], None]) -> Iterator[tuple[_Block, int]]:
        future, end = ahead.popleft()
        block = future.result()
        note(block.facts)
        if block.rows:
            yield block, end

    def _prepare(self, parse: Callable[[], Parsed]) -> _Block:
        batch, facts = parse()
        columns = self._columns
        if columns is None or batch.num_rows == 0:
            return _Block(batch.columns, [None] * batch.num_columns, batch.num_rows, facts)
        proved = [csv_plain.prove(text, column.decision, column.closed) for text, column in zip(batch.columns, columns)]
        # Text that is proved is not looked at again.
        texts = [text if plain is None else text.slice(0, 0) for text, plain in zip(batch.columns, proved)]
        return _Block(texts, proved, batch.num_rows, facts)

    def _learn(self, block: _Block, first_row: int) -> list[_Column]:
        """Add a block to the evidence, with a close look at the columns in doubt; what the columns are taken for now."""
        for evidence, plain in zip(self._evidence, block.proved):
            if plain is not None:
                csv_plain.add(plain, first_row, evidence)
        doubtful = block.doubtful
        list(self._pool.map(lambda index: examine(block.texts[index], first_row, self._evidence[index]), doubtful))
        columns = [_Column(Decision(pa.string()), False)] * len(self._evidence) if self._columns is None else [*self._columns]
        for index in doubtful:
            columns[index] = self._suggest(index)
        self._columns = columns
        return columns

    def _suggest(self, index: int) -> _Column:
        evidence = self._evidence[index]
        wanted = self._wanted.get(self._dialect.names[index])
        if wanted is None:
            return _Column(decide(evidence), evidence.closed)
        forced = force(wanted, evidence)
        # What doesn't fit is said at the end: by then it is known which line is the first.
        return _Column(decide(evidence), False) if isinstance(forced, Misfit) else _Column(forced, wanted == "string")

    def _new_writer(self, decisions: list[Decision]) -> RowGroupWriter:
        names = self._dialect.names
        self._watches = {name: OrderWatch() for name, decision in zip(names, decisions) if name == self._order.name or is_time(decision.type)}
        self._null_counts = [0] * len(names)
        schema = self._schema(decisions)
        return RowGroupWriter(self._out_path, schema, self._profiler.begin(schema) if self._profiler else None)

    def _write(self, writer: RowGroupWriter, block: _Block, decisions: list[Decision]) -> None:
        doubtful = block.doubtful
        converted = dict(zip(doubtful, self._pool.map(lambda index: _convert(block.texts[index], decisions[index]), doubtful)))
        columns = [converted[index] if plain is None else plain.values for index, plain in enumerate(block.proved)]
        for index, (name, column) in enumerate(zip(self._dialect.names, columns)):
            self._null_counts[index] += column.null_count
            if name in self._watches:
                self._watches[name].take(column)
        writer.add(pa.Table.from_arrays(columns, schema=self._schema(decisions)))

    def _sort(self, schema: pa.Schema, rows: int, row_groups: int) -> str | None:
        """Put the rows in order where that was asked for or pays; the column they are ordered by."""
        name = self._order.name
        if not self._order.asked and row_groups > 1:
            candidates = by_preference(TimeColumn(field.name, field.type, nulls, rows) for field, nulls in zip(schema, self._null_counts))
            name = candidates[0] if candidates else None
        if name is not None and not self._watches[name].ascending:
            self._progress("sorting", 0, 0, rows)
            sort_file(self._out_path, name, os.path.dirname(self._out_path))
        return name

    def _schema(self, decisions: list[Decision]) -> pa.Schema:
        return pa.schema([pa.field(name, decision.type) for name, decision in zip(self._dialect.names, decisions)])

    def _final(self, name: str, evidence: Evidence, rows: int, source: Rows) -> Decision:
        if name not in self._wanted:
            return decide(evidence)
        forced = force(self._wanted[name], evidence)
        if isinstance(forced, Decision):
            return forced
        row = _first_row_of(source, name, forced.value) if forced.row is None else forced.row
        structure = source.structure()
        raise ImportRefusal(
            f"Column “{name}” was to be {self._wanted[name]}, but it holds {quoted(forced.value)} ({forced.what}){'' if row is None else self._at(row, rows, structure)}. {forced.cure}",
            line=None if row is None else self._line(row, rows, structure),
            column=name,
        )

    def _line(self, row: int, rows: int, structure: Structure) -> int | None:
        # Line breaks inside fields, or blank lines, and rows are no longer lines.
        simple = structure.lines == rows + self._dialect.header_lines
        return row + self._dialect.header_lines + 1 if simple else None

    def _at(self, row: int, rows: int, structure: Structure) -> str:
        line = self._line(row, rows, structure)
        return f" on line {line}" if line is not None else f" in row {row + 1}"

    def _remarks(self, decisions: list[Decision], rows: int, structure: Structure) -> list[str]:
        remarks = []
        blank = structure.lines - rows - self._dialect.header_lines
        if blank > 0 and not structure.has_quotes:
            remarks.append(f"{blank} blank {'line was' if blank == 1 else 'lines were'} left out.")
        for name, evidence, decision in zip(self._dialect.names, self._evidence, decisions):
            if name not in self._wanted:
                remarks += on_column(name, evidence, decision, lambda row: self._at(row, rows, structure))
        return remarks


def _convert(text: pa.Array, decision: Decision) -> pa.Array:
    if decision.reading in _REWRITTEN_DATES:
        # Days repeat: each is rewritten once.
        days = text.dictionary_encode()
        return convert(days.dictionary, decision).take(days.indices)
    return convert(text, decision)


def _first_row_of(source: Rows, name: str, value: str) -> int | None:
    rows = 0
    for piece in source.pieces():
        batch = piece.parse().batch
        found = pc.index(pc.ascii_trim(batch.column(name), " \t"), value).as_py()
        if found >= 0:
            return rows + found
        rows += batch.num_rows
    return None


def _reads_alike(decision: Decision, guess: Decision) -> bool:
    return decision.type == guess.type and decision.reading == guess.reading

"""The head of a file: is it CSV at all, its delimiter, its header."""

from __future__ import annotations

import csv
import io
import itertools
import re
import sys
from dataclasses import dataclass, field

from .import_refusal import ImportRefusal

HEAD_BYTES = 1_000_000
MAX_COLUMNS = 2_000
MAX_NAME_LENGTH = 1_000
DELIMITERS = (",", ";", "\t", "|")
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
BOM = b"\xef\xbb\xbf"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document. Export the table behind it as CSV"),
    (b"\x89PNG", "a PNG picture. Upload the data behind it as CSV"),
    (b"\xff\xd8\xff", "a JPEG picture. Upload the data behind it as CSV"),
    (b"GIF8", "a GIF picture. Upload the data behind it as CSV"),
    (b"PK\x03\x04", "a ZIP archive, perhaps an Excel workbook. Save the sheet as “CSV UTF-8”, or unpack the archive, and upload the CSV file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook. Save the sheet as “CSV UTF-8” and upload that"),
    (b"\x1f\x8b", "compressed with gzip. Unpack it and upload the CSV file"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd. Unpack it and upload the CSV file"),
    (b"BZh", "compressed with bzip2. Unpack it and upload the CSV file"),
    (b"PAR1", "a Parquet file. Export it as CSV"),
    (b"SQLite format 3", "an SQLite database. Export the table as CSV"),
    (b"\xff\xfe", "encoded as UTF-16. Save it as “CSV UTF-8” and upload that"),
    (b"\xfe\xff", "encoded as UTF-16. Save it as “CSV UTF-8” and upload that"),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|\?xml|!--)", re.IGNORECASE)
_JSON = re.compile(rb'\s*(?:\{\s*"|\[\s*\{)')
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_NUMBER_OR_DATE = re.compile(r"\s*(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\d{4}-\d\d-\d\d(?:[ T][\d:.]+Z?)?)\s*")


@dataclass(frozen=True)
class Dialect:
    """How the file is written. `data_start`: the byte where its first row of data begins; `header_lines`: lines above it."""

    delimiter: str
    header: bool
    names: list[str]
    data_start: int
    header_lines: int
    warnings: list[str] = field(default_factory=list)


def refuse_what_is_not_csv(head: bytes, size_bytes: int) -> None:
    """Raise ImportRefusal for files that are something else under a CSV's name."""
    if size_bytes == 0:
        raise ImportRefusal("The file is empty. Upload a CSV file with a header line and at least one row.")
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise ImportRefusal(f"This isn't a CSV file: it is {what}.")
    body = head.removeprefix(BOM)
    if _MARKUP.match(body):
        raise ImportRefusal("This isn't a CSV file: it is an HTML or XML page, perhaps a sign-in or error page saved by mistake. Download the data itself and upload that.")
    if _JSON.match(body):
        raise ImportRefusal("This isn't a CSV file: it is JSON. Convert it to CSV and upload that.")
    if not body.strip():
        raise ImportRefusal("The file holds only blank lines. Upload a CSV file with a header line and at least one row.")


def settle(head: bytes, size_bytes: int, delimiter: str | None, header: bool | None) -> Dialect:
    """The dialect of a file from its first bytes (valid UTF-8, but for a cut at the end). Raises ImportRefusal."""
    # One field may be longer than the csv module's default of 128 kB.
    csv.field_size_limit(sys.maxsize)
    bom = len(BOM) if head.startswith(BOM) else 0
    text = head[bom:].decode("utf-8", "ignore")
    skipped = 0
    if separator := _SEPARATOR_LINE.match(text):
        # Excel's own note to itself about the delimiter.
        delimiter = delimiter or separator.group(1)
        skipped = separator.end()
    if delimiter is not None and (delimiter in '"\n\r' or not delimiter.isascii()):
        raise ImportRefusal("The delimiter must be one ASCII character, and neither a quotation mark nor a line break.")
    body = text[skipped:]
    chosen = delimiter or detect_delimiter(body if len(head) == size_bytes else body[: body.rfind("\n") + 1] or body)

    cells, start, end, lines = _first_record(body, chosen)
    if end == len(body) and len(head) < size_bytes:
        raise ImportRefusal(f"The first line is longer than {HEAD_BYTES // 1_000_000} MB, or a quotation mark on it is never closed.", line=1)
    if len(cells) > MAX_COLUMNS:
        raise ImportRefusal(f"The file has {len(cells):,} columns; the limit is {MAX_COLUMNS:,}. Remove columns, or turn them into rows.", line=1)
    lines += 1 if skipped else 0
    prefix = bom + len(text[:skipped].encode())
    has_header = not all(_NUMBER_OR_DATE.fullmatch(cell) for cell in cells) if header is None else header
    if not has_header:
        warnings = [] if header is False else ["The first line holds only numbers or dates, so it was read as data and the columns were named column_1, column_2, …"]
        names = [f"column_{position}" for position in range(1, len(cells) + 1)]
        return Dialect(chosen, False, names, prefix + len(body[:start].encode()), lines - 1, warnings)
    names, warnings = tidy_names(cells)
    return Dialect(chosen, True, names, prefix + len(body[:end].encode()), lines, warnings)


def detect_delimiter(sample: str) -> str:
    """The candidate that splits the header and splits most rows alike; a comma when the header has only one cell."""
    best, best_score = ",", (0.0, 0)
    for candidate in DELIMITERS:
        rows = [row for row in itertools.islice(csv.reader(io.StringIO(sample, newline=""), delimiter=candidate), 1_000) if row]
        width = len(rows[0]) if rows else 0
        if width < 2:
            continue
        score = (sum(len(row) == width for row in rows) / len(rows), width)
        if score > best_score:
            best, best_score = candidate, score
    return best


def tidy_names(cells: list[str]) -> tuple[list[str], list[str]]:
    """Column names that are present and unique, and a sentence for each that was changed. Raises ImportRefusal."""
    names: list[str] = []
    warnings: list[str] = []
    taken = {cell.strip() for cell in cells}
    used: set[str] = set()
    for position, cell in enumerate(cells, start=1):
        wanted = cell.strip()
        if len(wanted) > MAX_NAME_LENGTH:
            raise ImportRefusal(f"The name of column {position} is longer than {MAX_NAME_LENGTH:,} characters. Shorten it.", line=1)
        name = wanted or _free(f"column_{position}", taken | used)
        if not wanted:
            warnings.append(f"Column {position} has no name in the header; it was named “{name}”.")
        elif name in used:
            name = next(free for number in itertools.count(2) if (free := f"{wanted}_{number}") not in taken | used)
            warnings.append(f"The header names “{wanted}” more than once; column {position} was renamed “{name}”.")
        elif wanted != cell:
            warnings.append(f"Spaces around the name of column “{wanted}” were removed.")
        used.add(name)
        names.append(name)
    return names, warnings


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _first_record(text: str, delimiter: str) -> tuple[list[str], int, int, int]:
    """Cells, start and end (characters) and last line of the first record that isn't blank."""
    consumed: list[int] = []

    def lines():  # noqa: ANN202
        for line in io.StringIO(text, newline=""):
            consumed.append(len(line))
            yield line

    start = 0
    reader = csv.reader(lines(), delimiter=delimiter)
    for cells in reader:
        if cells:
            return cells, start, sum(consumed), reader.line_num
        start = sum(consumed)
    raise ImportRefusal("The file holds only blank lines. Upload a CSV file with a header line and at least one row.")

"""Files that are something else under a CSV's name, told by their first bytes."""

from __future__ import annotations

import re

from .import_refusal import ImportRefusal

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (rb"%PDF-", "a PDF document. Export the table behind it as CSV"),
    (rb"\x89PNG\r\n", "a PNG picture. Upload the data behind it as CSV"),
    (rb"\xff\xd8\xff", "a JPEG picture. Upload the data behind it as CSV"),
    (rb"GIF8[79]a", "a GIF picture. Upload the data behind it as CSV"),
    (rb"PK(?:\x03\x04|\x05\x06)", "a ZIP archive, perhaps an Excel workbook. Save the sheet as “CSV UTF-8”, or unpack the archive, and upload the CSV file"),
    (rb"\xd0\xcf\x11\xe0", "an old Excel workbook. Save the sheet as “CSV UTF-8” and upload that"),
    (rb"\x28\xb5\x2f\xfd", "compressed with zstd. Unpack it and upload the CSV file, or compress it with gzip"),
    (rb"BZh[1-9]1AY&SY", "compressed with bzip2. Unpack it and upload the CSV file, or compress it with gzip"),
    (rb"\xfd7zXZ\x00", "compressed with xz. Unpack it and upload the CSV file, or compress it with gzip"),
    (rb"7z\xbc\xaf\x27\x1c", "a 7-Zip archive. Unpack it and upload the CSV file"),
    (rb"SQLite format 3\x00", "an SQLite database. Export the table as CSV"),
    (rb"\x7fELF", "a program. Upload a CSV file"),
    (rb"ARROW1\x00\x00", "an Arrow file. Save the table as Parquet or CSV and upload that"),
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL), what) for pattern, what in _SIGNATURES)
_MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|\?xml|!--)", re.IGNORECASE)
_JSON = re.compile(rb'\s*(?:\{\s*"|\[\s*[\{\[])')
_EMPTY = "The file is empty. Upload a CSV file with a header line and at least one row."
PARQUET_MAGIC = b"PAR1"


def refuse_what_is_not_text(head: bytes) -> None:
    """Raise ImportRefusal for a file that is empty or of a kind with a signature. `head`: its bytes as uploaded."""
    if not head:
        raise ImportRefusal(_EMPTY)
    for pattern, what in _COMPILED:
        if pattern.match(head):
            raise ImportRefusal(f"This isn't a CSV file: it is {what}.")


def refuse_what_is_not_csv(text: bytes) -> None:
    """Raise ImportRefusal for text of another format. `text`: the head of the file as UTF-8."""
    body = text.removeprefix(b"\xef\xbb\xbf")
    if not body:
        raise ImportRefusal(_EMPTY)
    refuse_what_is_not_text(body)
    if _MARKUP.match(body):
        raise ImportRefusal("This isn't a CSV file: it is an HTML or XML page, perhaps a sign-in or error page saved by mistake. Download the data itself and upload that.")
    if _JSON.match(body):
        raise ImportRefusal("This isn't a CSV file: it is JSON. Convert it to CSV and upload that.")
    if not body.strip():
        raise ImportRefusal("The file holds only blank lines. Upload a CSV file with a header line and at least one row.")

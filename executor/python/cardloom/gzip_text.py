"""Gzip, unfolded as a stream: all of it, or a refusal; never more than the limit."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .import_refusal import ImportRefusal

MAGIC = b"\x1f\x8b\x08"
OUTPUT_BYTES = 4 * 1024 * 1024
DEFAULT_TEXT_BYTES = 50 * 1024**3
# Beyond this size, text that shrinks to a thousandth is no table but a bomb.
UNSUSPICIOUS_BYTES = 1024**3
MAX_RATIO = 1_000
_GZIP_WINDOW = 31


@dataclass(frozen=True)
class TextLimit:
    """The most bytes a compressed file may unfold to, and the reason."""

    size_bytes: int
    reason: str


def limit(compressed_bytes: int, text_bytes: int = DEFAULT_TEXT_BYTES) -> TextLimit:
    """The limit on what a file of `compressed_bytes` may unfold to."""
    by_ratio = max(UNSUSPICIOUS_BYTES, MAX_RATIO * compressed_bytes)
    if by_ratio < text_bytes:
        return TextLimit(by_ratio, f"more than {MAX_RATIO:,} times its compressed size")
    return TextLimit(text_bytes, f"more than the limit of {_size(text_bytes)}")


def inflate(blocks: Iterable[bytes], most: TextLimit, cut: bool = False) -> Iterator[bytes]:
    """The text of all members. `cut`: the file is only the head of a larger one, so it may end anywhere. Raises ImportRefusal."""
    member = zlib.decompressobj(_GZIP_WINDOW)
    begun = False
    padding = False
    size_bytes = 0
    # The empty block at the end asks for what the decompressor may hold back.
    for data in itertools.chain(blocks, [b""]):
        while True:
            if not begun:
                # Some programs fill up the last block of a tape with zeros.
                data = data.lstrip(b"\0") if padding else data
                if not data:
                    break
                begun = True
            try:
                text = member.decompress(data, OUTPUT_BYTES)
            except zlib.error:
                raise ImportRefusal("The gzip file is damaged: it cannot be unpacked to its end. Compress it again, or upload the CSV file as it is.") from None
            size_bytes += len(text)
            if size_bytes > most.size_bytes:
                raise ImportRefusal(f"The gzip file unpacks to {most.reason}. Upload it in parts.", code="too_large")
            if text:
                yield text
            if member.eof:
                data = member.unused_data
                member, begun, padding = zlib.decompressobj(_GZIP_WINDOW), False, True
                continue
            data = member.unconsumed_tail
            if not data and len(text) < OUTPUT_BYTES:
                break
    if begun and not cut:
        raise ImportRefusal("The gzip file is cut off: it ends in the middle of the compressed text. Upload it again in full.")


def _size(size_bytes: int) -> str:
    for unit, scale in (("GiB", 1024**3), ("MiB", 1024**2), ("KiB", 1024)):
        if size_bytes >= scale:
            return f"{size_bytes / scale:,.0f} {unit}"
    return f"{size_bytes:,} bytes"

"""A file as UTF-8 text: the file itself where it is that already, else a copy of it, unpacked and decoded."""

from __future__ import annotations

import codecs
import itertools
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from . import gzip_text, text_encoding
from .import_refusal import ImportRefusal
from .sources import DescriptorFile

HEAD_BYTES = 1_000_000
_BLOCK_BYTES = 1024 * 1024
# Bytes that these encodings leave open, which Python decodes to controls.
_UNDEFINED = {
    "cp932": re.compile("[\x80\xa0\uf8f0-\uf8f3]"),
    "iso-8859-1": re.compile("[\x80-\x9f]"),
}


@dataclass(frozen=True)
class TextSource:
    """`fd`: UTF-8 text, perhaps with a byte order mark. `copied`: it is a copy of the file's text, to be closed by its user."""

    fd: int
    encoding: str
    compressed: bool
    copied: bool
    warnings: list[str] = field(default_factory=list)

    def head(self, size: int) -> bytes:
        """The first bytes of the text."""
        return DescriptorFile(self.fd).read(size)


def open_text(fd: int, chosen: str | None, copy_path: str, limits: dict[str, Any], progress: Callable[[int], None]) -> TextSource:
    """The file's text. Where a copy is due it is written to `copy_path`. `progress`: bytes of the file read for it. Raises ImportRefusal."""
    raw = _Blocks(fd, progress)
    compressed = raw.peek(len(gzip_text.MAGIC)) == gzip_text.MAGIC
    blocks: Iterable[bytes] = raw
    if compressed:
        blocks = gzip_text.inflate(raw, gzip_text.limit(raw.size_bytes, limits.get("textBytes") or gzip_text.DEFAULT_TEXT_BYTES))
        head, whole, blocks = _look_ahead(iter(blocks))
    else:
        head = raw.peek(HEAD_BYTES)
        whole = len(head) == raw.size_bytes
    detection = text_encoding.settle(head, whole, chosen)
    warnings = [detection.warning] if detection.warning else []
    if not compressed and detection.encoding == "utf-8":
        return TextSource(fd, "utf-8", False, False, warnings)
    copy = os.open(copy_path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        for text in blocks if detection.encoding == "utf-8" else decode(blocks, detection.encoding, lambda: _lines(copy)):
            _write(copy, text)
    except BaseException:
        os.close(copy)
        raise
    return TextSource(copy, detection.encoding, compressed, True, warnings)


def decode(blocks: Iterable[bytes], encoding: str, line: Callable[[], int], cut: bool = False) -> Iterator[bytes]:
    """Bytes in an encoding as UTF-8 without a mark, strictly. Raises ImportRefusal.

    `line`: that of the first byte not yet given. `cut`: the bytes are only the head of a file, so they may end anywhere.
    """
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    undefined = _UNDEFINED.get(encoding)
    first = True
    for block in itertools.chain(blocks, [b""]):
        try:
            text = decoder.decode(block, final=not block and not cut)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(encoding)
            cut_off = error.end >= len(error.object) and not block
            wrong = " ".join(f"0x{byte:02X}" for byte in error.object[error.start : error.end][:4])
            raise _refusal(encoding, line() + count_breaks(before), "the file ends in the middle of a character" if cut_off else f"byte {wrong}") from None
        if undefined and (found := undefined.search(text)):
            raise _refusal(encoding, line() + count_breaks(text[: found.start()]), _undefined_byte(found.group(), encoding))
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        if text:
            yield text.encode()


def _undefined_byte(character: str, encoding: str) -> str:
    return f"byte 0x{character.encode(encoding)[0]:02X}"


def _refusal(encoding: str, line: int, what: str) -> ImportRefusal:
    cure = "Choose Windows-1252" if encoding == "iso-8859-1" else "Choose another encoding"
    return ImportRefusal(f"This line is not valid {text_encoding.NAMES[encoding]} ({what}). {cure}, or save the file as “CSV UTF-8” and upload that.", line=line)


def count_breaks(text: str | bytes) -> int:
    """Line breaks of any kind."""
    if isinstance(text, bytes):
        return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _lines(fd: int) -> int:
    """The number of the line that a file's end stands on."""
    source, breaks, last = DescriptorFile(fd), 0, b""
    while block := source.read(_BLOCK_BYTES):
        breaks += count_breaks(block) - (last == b"\r" and block.startswith(b"\n"))
        last = block[-1:]
    return breaks + 1


def _write(fd: int, text: bytes) -> None:
    view = memoryview(text)
    while view:
        view = view[os.write(fd, view) :]


def _look_ahead(blocks: Iterator[bytes]) -> tuple[bytes, bool, Iterator[bytes]]:
    """The first bytes of a stream, whether they are all, and the stream as if nobody had looked."""
    taken: list[bytes] = []
    size_bytes = 0
    for block in blocks:
        taken.append(block)
        size_bytes += len(block)
        if size_bytes >= HEAD_BYTES:
            return b"".join(taken), False, itertools.chain(taken, blocks)
    return b"".join(taken), True, iter(taken)


class _Blocks:
    """A file's bytes from its start, block by block."""

    def __init__(self, fd: int, progress: Callable[[int], None]) -> None:
        self._source = DescriptorFile(fd)
        self._progress = progress
        self.size_bytes = self._source.size_bytes

    def peek(self, size: int) -> bytes:
        head = self._source.read(size)
        self._source.seek(0)
        return head

    def __iter__(self) -> Iterator[bytes]:
        while block := self._source.read(_BLOCK_BYTES):
            yield block
            self._progress(self._source.tell())

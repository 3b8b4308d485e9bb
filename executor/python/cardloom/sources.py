"""Reading from descriptors: inside the sandbox there are no paths to the data."""

from __future__ import annotations

import io
import json
import mmap
import os

import pyarrow as pa

_SOURCE_COLUMNS = b"cardloom.source_columns"


class DescriptorFile(io.RawIOBase):
    """A file over a descriptor, with a position of its own: many may read one descriptor at once.

    `start`: where the file begins, in bytes. The descriptor stays open and is the caller's.
    """

    def __init__(self, fd: int, start: int = 0) -> None:
        self._fd = fd
        self._start = start
        self._position = 0
        self.size_bytes = max(0, os.fstat(fd).st_size - start)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size_bytes}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def read(self, size: int = -1) -> bytes:
        wanted = max(0, self.size_bytes - self._position) if size is None or size < 0 else size
        parts = []
        while wanted > 0 and (part := os.pread(self._fd, wanted, self._start + self._position)):
            parts.append(part)
            wanted -= len(part)
            self._position += len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def readall(self) -> bytes:
        return self.read()

    def readinto(self, buffer: bytearray) -> int:
        count = os.preadv(self._fd, [buffer], self._start + self._position)
        self._position += count
        return count


class DescriptorSink(io.RawIOBase):
    """Writes to a descriptor at once, and all of it: Arrow hands over whole columns, and trusts that they are taken."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:
        view = memoryview(data).cast("B")
        size_bytes = len(view)
        while view:
            view = view[os.write(self._fd, view):]
        return size_bytes


def stream(fd: int, start: int = 0) -> pa.PythonFile:
    """A seekable Arrow file over a descriptor, which stays open and is the caller's."""
    return pa.PythonFile(DescriptorFile(fd, start), mode="r")


def mapped(fd: int) -> pa.Buffer:
    """A file's bytes without a copy. Private: what the process writes there, nobody else sees."""
    if os.fstat(fd).st_size == 0:
        return pa.py_buffer(b"")
    return pa.py_buffer(mmap.mmap(fd, 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ))


def with_source_columns(schema: pa.Schema, names: list[str]) -> pa.Schema:
    """A slice's schema that remembers which columns its dataset has, so that an error can say what was left out."""
    return schema.with_metadata({_SOURCE_COLUMNS: json.dumps(names).encode()})


def source_columns(schema: pa.Schema) -> list[str] | None:
    """The columns of the dataset a slice was cut from, where they are known."""
    noted = (schema.metadata or {}).get(_SOURCE_COLUMNS)
    return json.loads(noted) if noted else None

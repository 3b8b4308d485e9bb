"""Frames and headers: what the executor and the zygote say to each other.

A frame is a 4-byte little-endian length and that many bytes of JSON. A connection begins with a header frame, the
only one the zygote reads; what follows is for the sealed process.
"""

from __future__ import annotations

import json
import os
import re
import struct
from dataclasses import dataclass
from typing import Any

MAX_HEADER_BYTES = 64 * 1024
MAX_BODY_BYTES = 64 * 1024 * 1024
# A card's columns come one by one. The kernel passes 253 descriptors at once; a sealed process may open 256.
MAX_FILES = 64
MAX_SLICES = 64
MAX_DEADLINE_MS = 24 * 3600 * 1000

KINDS = frozenset({"control", "card", "preview", "values", "inspect", "import", "export", "transform", "slice", "probe"})
# Those that write a file, in a folder of their own.
_WRITING_KINDS = frozenset({"import", "export", "transform"})
MAX_INPUTS = 16
_JOB_ID = re.compile(r"[0-9a-z_-]{1,64}\Z")
_SLICE_NAME = re.compile(r"[0-9a-f]{32}\Z")
_DATA_ID = re.compile(r"dv_[0-9a-z]{4,40}\Z")
_UPLOAD_ID = re.compile(r"up_[0-9a-z]{4,40}\Z")
_SCRATCH_ID = re.compile(r"run_[0-9a-z]{4,40}\Z")
_SHARE_ID = re.compile(r"s[0-9]{1,15}\Z")


class BadFrame(Exception):
    """The other side sent something that is not a frame of this protocol."""


@dataclass(frozen=True)
class Header:
    job: str
    kind: str
    deadline_ms: int
    memory_bytes: int
    files: tuple[str, ...]
    """Paths in the zygote's own root, derived from validated ids."""
    slices: tuple[str, ...]
    """The files that a slice job fills."""
    scratch: str | None
    scratch_bytes: int
    share: str | None = None
    """Cards with the same name here may follow each other in one process."""


def parse_header(raw: bytes) -> Header:
    """Raises BadFrame unless every field is of its type and within its bounds."""
    try:
        fields = json.loads(raw)
    except ValueError as error:
        raise BadFrame("the header is not JSON") from error
    if not isinstance(fields, dict):
        raise BadFrame("the header is not an object")
    kind = fields.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadFrame("unknown kind")
    files = fields.get("files", [])
    if not isinstance(files, list) or len(files) > MAX_FILES:
        raise BadFrame("files must be a short list")
    slices = fields.get("slices", [])
    if not isinstance(slices, list) or len(slices) > MAX_SLICES:
        raise BadFrame("slices must be a short list")
    scratch = _optional_match(fields.get("scratch"), _SCRATCH_ID, "scratch")
    if (kind == "slice") != bool(slices):
        raise BadFrame("a slice job, and no other, names its slices")
    if kind == "slice" and len(files) != 1:
        raise BadFrame("slices are cut from one file")
    if (kind in _WRITING_KINDS) != (scratch is not None):
        raise BadFrame("a job that writes a file, and no other, names its scratch folder")
    if kind == "transform" and (len(files) > MAX_INPUTS or any(not isinstance(file, dict) or file.get("kind") != "data" for file in files)):
        raise BadFrame("a transform reads dataset versions, and few")
    share = _optional_match(fields.get("share"), _SHARE_ID, "share")
    if share is not None and kind != "card":
        raise BadFrame("only cards share a process")
    return Header(
        job=_required_match(fields.get("job"), _JOB_ID, "job"),
        kind=kind,
        deadline_ms=_integer(fields.get("deadlineMs"), 1, MAX_DEADLINE_MS, "deadlineMs"),
        memory_bytes=_integer(fields.get("memoryBytes"), 1 << 20, 1 << 40, "memoryBytes"),
        files=tuple(_path_of(file) for file in files),
        slices=tuple(_required_match(name, _SLICE_NAME, "slice") for name in slices),
        scratch=scratch,
        scratch_bytes=_integer(fields.get("scratchBytes", 0), 0, 1 << 44, "scratchBytes"),
        share=share,
    )


def parse_orders(raw: bytes) -> tuple[list[str], list[str]]:
    """From the control connection: the slices to drop, the shares to end."""
    fields = json.loads(raw)
    slices = [name for name in fields.get("drop", []) if isinstance(name, str) and _SLICE_NAME.match(name)]
    shares = [name for name in fields.get("end", []) if isinstance(name, str) and _SHARE_ID.match(name)]
    return slices, shares


def _path_of(file: Any) -> str:
    if not isinstance(file, dict) or not isinstance(file.get("id"), str):
        raise BadFrame("a file is an object with kind and id")
    name: str = file["id"]
    match file.get("kind"):
        case "data" if _DATA_ID.match(name):
            return f"/data/{name}.parquet"
        case "upload" if _UPLOAD_ID.match(name):
            return f"/uploads/{name}"
        case "slice" if _SLICE_NAME.match(name):
            return f"/slices/{name}"
    raise BadFrame("not the id of a file")


def _integer(value: Any, low: int, high: int, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise BadFrame(f"{name} is out of bounds")
    return value


def _required_match(value: Any, pattern: re.Pattern[str], name: str) -> str:
    if not isinstance(value, str) or not pattern.match(value):
        raise BadFrame(f"{name} is malformed")
    return value


def _optional_match(value: Any, pattern: re.Pattern[str], name: str) -> str | None:
    return None if value is None else _required_match(value, pattern, name)


def encode_frame(message: Any) -> bytes:
    # No NaN: it is not JSON, and the other side would refuse the whole frame.
    payload = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")
    return struct.pack("<I", len(payload)) + payload


def write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view):]


def read_exactly(fd: int, size_bytes: int) -> bytes:
    """Blocks until `size_bytes` have come; EOFError when the other side left."""
    parts = bytearray()
    while len(parts) < size_bytes:
        chunk = os.read(fd, min(size_bytes - len(parts), 1 << 20))
        if not chunk:
            raise EOFError
        parts += chunk
    return bytes(parts)


def read_frame(fd: int, max_bytes: int) -> Any:
    (size_bytes,) = struct.unpack("<I", read_exactly(fd, 4))
    if size_bytes > max_bytes:
        raise BadFrame(f"a frame of {size_bytes} bytes is above {max_bytes}")
    return json.loads(read_exactly(fd, size_bytes))


class HeaderReader:
    """Takes a header frame off a non-blocking connection and not one byte more: the rest is not for the zygote."""

    def __init__(self, max_bytes: int = MAX_HEADER_BYTES) -> None:
        self._max_bytes = max_bytes
        self._bytes = bytearray()
        self._wanted = 4
        self._in_prefix = True

    def read(self, fd: int) -> bytes | None:
        """The whole payload, or None when more must come. EOFError when the other side left."""
        while True:
            try:
                chunk = os.read(fd, self._wanted - len(self._bytes))
            except BlockingIOError:
                return None
            if not chunk:
                raise EOFError
            self._bytes += chunk
            if len(self._bytes) < self._wanted:
                continue
            payload = bytes(self._bytes)
            self._bytes.clear()
            if not self._in_prefix:
                self._in_prefix, self._wanted = True, 4
                return payload
            (self._wanted,) = struct.unpack("<I", payload)
            self._in_prefix = False
            if not 0 < self._wanted <= self._max_bytes:
                raise BadFrame("a header of that size is refused")

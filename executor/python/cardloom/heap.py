"""The heap of a process that works through one block of a file after another."""

from __future__ import annotations

import ctypes

# Of malloc.h. Larger values than this are refused where threads have arenas of their own.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_LARGEST_MMAP_THRESHOLD = 32 * 1024 * 1024
_KEPT_BYTES = 512 * 1024 * 1024


def keep_freed_memory() -> None:
    """Use freed memory again rather than giving it back: the kernel zeroes each page it hands out anew,
    which cost an import more than parsing did. For processes that end with their job."""
    library = ctypes.CDLL(None)
    if not hasattr(library, "mallopt"):
        return  # Another C library; it is only slower.
    library.mallopt(_M_MMAP_THRESHOLD, _LARGEST_MMAP_THRESHOLD)
    library.mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)
    library.mallopt(_M_ARENA_MAX, 1)

"""Arrow's memory in a process that works through one block of a file after another."""

from __future__ import annotations

import pyarrow as pa


def use_block_allocator() -> None:
    """From here on. Of blocks that several threads make and free, glibc's allocator holds twice as much as is in use.

    For processes that end with their job, since it sets some address space aside.
    """
    if "mimalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.mimalloc_memory_pool())

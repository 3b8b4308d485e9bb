"""The only paths the zygote touches, all derived from validated ids."""

from __future__ import annotations

import os
import stat

_MAX_SCRATCH_ENTRIES = 10_000
_BLOCK_BYTES = 512


def open_readonly(path: str) -> int:
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(f"{path} is not a file")
    return fd


def create_slice(name: str) -> int:
    return os.open(f"/slices/{name}", os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o400)


def unlink_slice(name: str) -> None:
    try:
        os.unlink(f"/slices/{name}")
    except FileNotFoundError:
        pass


def folder_is_above(folder: str, limit_bytes: int) -> bool:
    """RLIMIT_FSIZE is for each file; this is for all of a scratch folder. Too many entries count as too much."""
    total_bytes = entries = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            entries += 1
            try:
                total_bytes += os.lstat(os.path.join(parent, name)).st_blocks * _BLOCK_BYTES
            except OSError:
                continue
        if entries > _MAX_SCRATCH_ENTRIES:
            return True
    return total_bytes > limit_bytes


def close_all(descriptors: list[int]) -> None:
    for fd in descriptors:
        os.close(fd)
    descriptors.clear()

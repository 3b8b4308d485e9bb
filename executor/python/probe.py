"""Runs sealed, at every start: tries to get out in the ways a hostile card would, and says what happened.

The executor refuses all work unless every attempt here was refused by the kernel.
"""

from __future__ import annotations

import ctypes
import os
import resource
import socket
from typing import Any, Callable

from seal import ENVIRONMENT

_libc = ctypes.CDLL(None, use_errno=True)
_SYS_IO_URING_SETUP = 425
_SYS_MEMFD_CREATE = {"x86_64": 319, "aarch64": 279}
_SYS_UNSHARE = {"x86_64": 272, "aarch64": 97}
_CLONE_NEWUSER = 0x1000_0000


def attempts() -> list[dict[str, Any]]:
    """Every attempt with whether it was refused, and how."""
    return [_attempt(name, escape) for name, escape in ESCAPES.items()]


def _attempt(name: str, escape: Callable[[], object]) -> dict[str, Any]:
    try:
        got = escape()
    except OSError as error:
        return {"name": name, "refused": True, "detail": str(error)}
    except ValueError as error:
        # resource.setrlimit says "not allowed to raise maximum limit" this way.
        return {"name": name, "refused": True, "detail": str(error)}
    if name == "environment" and got == ENVIRONMENT:
        return {"name": name, "refused": True, "detail": "constants only"}
    return {"name": name, "refused": False, "detail": repr(got)[:200]}


def _call(number: int, *arguments: int) -> int:
    result = _libc.syscall(ctypes.c_long(number), *(ctypes.c_long(value) for value in arguments))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def _fork() -> str:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return f"forked {pid}"


def _mount() -> str:
    if _libc.mount(b"none", b"/tmp", b"tmpfs", ctypes.c_ulong(0), None) != 0:
        raise OSError(ctypes.get_errno(), "mount")
    return "mounted"


def _ptrace() -> str:
    if _libc.ptrace(ctypes.c_long(0), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")
    return "traceable"


def _raise_limit() -> str:
    resource.setrlimit(resource.RLIMIT_NOFILE, (100_000, 100_000))
    return "raised"


def _machine() -> str:
    return os.uname().machine


def _capabilities() -> str:
    # Only a process with capabilities may set its hostname.
    socket.sethostname("escaped")
    return "renamed the host"


ESCAPES: dict[str, Callable[[], object]] = {
    "network socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "unix socket": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
    "new process": _fork,
    "program": lambda: os.execv("/usr/bin/python3", ["python3"]),
    "process list": lambda: os.listdir("/proc/1"),
    "host files": lambda: open("/etc/passwd").read(),
    "dataset files": lambda: os.listdir("/data"),
    "other cards' slices": lambda: os.listdir("/slices"),
    "kernel settings": lambda: open("/proc/sys/kernel/hostname").read(),
    "devices": lambda: open("/dev/kmsg"),
    "write to the runtime": lambda: os.open(os.__file__, os.O_WRONLY),
    "write to the root": lambda: os.mkdir("/escaped"),
    "mount": _mount,
    "user namespace": lambda: _call(_SYS_UNSHARE[_machine()], _CLONE_NEWUSER),
    "trace": _ptrace,
    "anonymous file": lambda: _call(_SYS_MEMFD_CREATE[_machine()], 0, 0),
    "io_uring": lambda: _call(_SYS_IO_URING_SETUP, 1, 0),
    "resource limit": _raise_limit,
    "capabilities": _capabilities,
    "file modes": lambda: os.chmod("/tmp", 0o777),
    "environment": lambda: dict(os.environ),
}

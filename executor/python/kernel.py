"""The few kernel calls Python has no function for, each raising OSError with a sentence that names it."""

from __future__ import annotations

import ctypes
import os
import platform

CLONE_NEWNS = 0x0002_0000
CLONE_NEWCGROUP = 0x0200_0000
CLONE_NEWUTS = 0x0400_0000
CLONE_NEWIPC = 0x0800_0000
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWPID = 0x2000_0000
CLONE_NEWNET = 0x4000_0000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
MNT_DETACH = 2

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_READ = 23
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
SECCOMP_MODE_FILTER = 2

_CAPABILITY_VERSION_3 = 0x2008_0522
_LAST_CAPABILITY_TO_TRY = 63
_PIVOT_ROOT_NUMBER = {"x86_64": 155, "aarch64": 41}

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def unshare(flags: int) -> None:
    _check(_libc.unshare(ctypes.c_int(flags)), f"unshare {flags:#x}")


def setns(fd: int, kind: int) -> None:
    _check(_libc.setns(ctypes.c_int(fd), ctypes.c_int(kind)), "setns")


def mount(source: str, target: str, filesystem: str | None, flags: int, options: str | None = None) -> None:
    result = _libc.mount(
        _bytes(source), _bytes(target), _bytes(filesystem), ctypes.c_ulong(flags), _bytes(options)
    )
    _check(result, f"mount {filesystem or source} on {target}")


def pivot_root_here() -> None:
    """Makes the working directory the root and detaches the old one, which is stacked below it."""
    number = _PIVOT_ROOT_NUMBER.get(platform.machine())
    if number is None:
        raise OSError(f"pivot_root: no system call number known for {platform.machine()}")
    _check(_libc.syscall(ctypes.c_long(number), b".", b"."), "pivot_root")
    _check(_libc.umount2(b".", ctypes.c_int(MNT_DETACH)), "umount2 of the old root")


def prctl(option: int, *arguments: int) -> int:
    padded = (*arguments, 0, 0, 0, 0)[:4]
    return _libc.prctl(ctypes.c_int(option), *(ctypes.c_ulong(value) for value in padded))


def checked_prctl(option: int, *arguments: int) -> None:
    _check(prctl(option, *arguments), f"prctl {option}")


def close_all_except(kept: list[int]) -> None:
    """Closes every descriptor above 2 that is not in `kept`."""
    low = 3
    for fd in sorted(kept):
        if fd > low:
            _libc.close_range(ctypes.c_uint(low), ctypes.c_uint(fd - 1), ctypes.c_int(0))
        low = max(low, fd + 1)
    _libc.close_range(ctypes.c_uint(low), ctypes.c_uint(0xFFFF_FFFF), ctypes.c_int(0))


class _CapabilityHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _CapabilityData(ctypes.Structure):
    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]


def drop_all_capabilities() -> None:
    for capability in range(_LAST_CAPABILITY_TO_TRY):
        if prctl(PR_CAPBSET_READ, capability) == 1:
            checked_prctl(PR_CAPBSET_DROP, capability)
    checked_prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = _CapabilityHeader(_CAPABILITY_VERSION_3, 0)
    nothing = (_CapabilityData * 2)()
    _check(_libc.capset(ctypes.byref(header), nothing), "capset")


class _FilterProgram(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


def install_seccomp(program: bytes) -> None:
    """Applies a compiled BPF filter to this process, for good. Needs no-new-privs."""
    buffer = ctypes.create_string_buffer(program, len(program))
    filter_program = _FilterProgram(len(program) // 8, ctypes.addressof(buffer))
    result = _libc.prctl(
        ctypes.c_int(PR_SET_SECCOMP), ctypes.c_ulong(SECCOMP_MODE_FILTER), ctypes.byref(filter_program), 0, 0
    )
    _check(result, "prctl seccomp")

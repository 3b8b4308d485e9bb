"""Closes a freshly forked, trusted process in on itself, step by step, before it meets untrusted work."""

from __future__ import annotations

import os
import resource
import signal
import socket
from dataclasses import dataclass

import kernel

NEW_ROOT = "/newroot"
SCRATCH_INSIDE = "/scratch"
INPUTS_INSIDE = "/inputs"
# An id that no file in the new root belongs to.
_UID_INSIDE = 1000
_MAX_THREADS = 64
# The same for every job: libraries that are first imported inside a card still find one thread and a place to write.
ENVIRONMENT = {
    "HOME": "/tmp",
    # There is nothing to share between processes here; joblib would warn of it.
    "JOBLIB_MULTIPROCESSING": "0",
    "MPLCONFIGDIR": "/tmp",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
    "TZ": "UTC",
}
_MAX_OPEN_FILES = 256


@dataclass(frozen=True)
class Seal:
    seccomp: bytes
    tmp_bytes: int
    tmp_inodes: int
    file_bytes: int
    """The largest single file the process may write."""
    scratch: str | None = None
    """Of the zygote's own root: bound writable into the new one."""
    inputs: tuple[str, ...] = ()
    """Files of the zygote's own root: bound read-only into the new one, by their place in this list."""


def seal(settings: Seal) -> None:
    """After this the process has namespaces of its own, a root without data, /proc or devices, no capabilities,
    and the seccomp allow-list. Raises OSError at the first step the kernel refuses: the caller must then exit."""
    outside_uid, outside_gid = os.getuid(), os.getgid()
    _offer_to_die_first()
    kernel.unshare(
        kernel.CLONE_NEWUSER | kernel.CLONE_NEWNS | kernel.CLONE_NEWNET | kernel.CLONE_NEWIPC
        | kernel.CLONE_NEWUTS | kernel.CLONE_NEWCGROUP
    )
    _map_ids(outside_uid, outside_gid)
    socket.sethostname("card")
    _change_root(settings)
    _limit_resources(settings)
    _silence_standard_streams()
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    if os.getpid() != os.getsid(0):
        os.setsid()
    kernel.drop_all_capabilities()
    kernel.checked_prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.checked_prctl(kernel.PR_SET_DUMPABLE, 0)
    # Last among the privileges: a change of credentials clears it.
    kernel.checked_prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    kernel.install_seccomp(settings.seccomp)


def _offer_to_die_first() -> None:
    # Short of memory, the kernel then takes a job rather than the zygote, the executor, or a stranger.
    fd = os.open("/proc/self/oom_score_adj", os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, b"1000")
    finally:
        os.close(fd)


def _map_ids(outside_uid: int, outside_gid: int) -> None:
    for name, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{_UID_INSIDE} {outside_uid} 1"),
        ("gid_map", f"{_UID_INSIDE} {outside_gid} 1"),
    ):
        # os.write rather than a file object, which can lose the error when it is closed.
        fd = os.open(f"/proc/self/{name}", os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.write(fd, line.encode())
        finally:
            os.close(fd)
    if os.getuid() != _UID_INSIDE or os.getgid() != _UID_INSIDE:
        raise OSError("the id map did not take")


def _change_root(settings: Seal) -> None:
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount(NEW_ROOT, NEW_ROOT, None, kernel.MS_BIND | kernel.MS_REC)
    harmless = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    kernel.mount(
        "tmpfs", f"{NEW_ROOT}/tmp", "tmpfs", harmless,
        f"size={settings.tmp_bytes},nr_inodes={settings.tmp_inodes},mode=1777",
    )
    if settings.scratch is not None:
        kernel.mount(settings.scratch, f"{NEW_ROOT}{SCRATCH_INSIDE}", None, kernel.MS_BIND)
    if settings.inputs:
        _show_inputs(settings.inputs, harmless)
    os.chdir(NEW_ROOT)
    kernel.pivot_root_here()
    os.chdir("/tmp")


def input_path(number: int) -> str:
    """Where a sealed process finds its input."""
    return f"{INPUTS_INSIDE}/{number}.parquet"


def _show_inputs(inputs: tuple[str, ...], harmless: int) -> None:
    # By path, since Polars and DuckDB read files only so; and these alone, since the folder they lie in holds everybody's.
    folder = f"{NEW_ROOT}{INPUTS_INSIDE}"
    kernel.mount("tmpfs", folder, "tmpfs", harmless, "size=64k,nr_inodes=32,mode=755")
    for number, source in enumerate(inputs):
        target = f"{NEW_ROOT}{input_path(number)}"
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o444))
        kernel.mount(source, target, None, kernel.MS_BIND)
        kernel.mount("none", target, None, kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | harmless)
    kernel.mount("none", folder, None, kernel.MS_REMOUNT | kernel.MS_RDONLY | harmless)


def _limit_resources(settings: Seal) -> None:
    # Memory and CPU time are the job's own, so the zygote sets them when it hands the job over.
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, settings.file_bytes),
        (resource.RLIMIT_NOFILE, _MAX_OPEN_FILES),
        (resource.RLIMIT_NPROC, _MAX_THREADS),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, 64),
    ):
        resource.setrlimit(limit, (value, value))


def _silence_standard_streams() -> None:
    # The zygote's own streams are shared by every job: nothing a job writes may reach them.
    null = os.open("/dev/null", os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    os.close(null)

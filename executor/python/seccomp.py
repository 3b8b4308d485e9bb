"""Which system calls a sealed process may make. Whatever is not named here answers EPERM."""

from __future__ import annotations

import ctypes
import os
import sys

# Each group with the reason why untrusted code may have it.
ALLOWED: list[tuple[str, str]] = [
    ("read and write what is already open: the job's input, its answer, its own /tmp",
     "read write readv writev pread64 pwrite64 preadv preadv2 pwritev pwritev2 lseek close close_range dup dup2 dup3"),
    ("look at and open files: the root holds nothing but the Python runtime and an empty /tmp",
     "open openat stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat "
     "getdents64 getcwd chdir fchdir"),
    ("temporary files in the process's own size-limited /tmp; no chmod and no links (see below)",
     "mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 ftruncate truncate fallocate fsync fdatasync "
     "umask utimensat copy_file_range sendfile fadvise64"),
    ("pipes and waiting, which thread pools use within the process",
     "pipe pipe2 poll ppoll select pselect6 epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd2"),
    ("memory, bounded by RLIMIT_AS",
     "mmap munmap mremap mprotect madvise brk msync mincore membarrier"),
    ("signals to itself: the process is alone in its pid namespace",
     "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigtimedwait sigaltstack tgkill tkill kill alarm setitimer getitimer "
     "restart_syscall"),
    ("threads, bounded by RLIMIT_NPROC; new processes are refused by the rules below",
     "futex futex_wait futex_wake set_robust_list get_robust_list rseq set_tid_address sched_yield sched_getaffinity "
     "sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min getcpu arch_prctl"),
    ("time and sleep",
     "nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times"),
    ("who am I: the answers are the namespace's own, the same for every job",
     "getpid gettid getppid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp getpgid getsid "
     "getrusage getrlimit sysinfo uname"),
    ("random numbers and the end",
     "getrandom exit exit_group"),
    ("how a prepared process is handed its job: descriptors come over a socket it already holds",
     "recvmsg"),
]

# Refused on purpose, though common: chmod and fchmod (all jobs share one uid outside, and a job could take the
# mode bits of a slice that others read), link and symlink (an import's scratch folder is read from outside),
# flock and most of fcntl (locks and leases on shared files), socket and its family, memfd, shm, io_uring, keyctl,
# ptrace, execve, fork, mount, unshare, setns, bpf, userfaultfd, perf, prlimit with a new limit.

_CLONE_THREAD = 0x0001_0000
_CLONE_VFORK_OR_ANY_NAMESPACE = 0x7E02_0000 | 0x4000
_FCNTL_COMMANDS = {
    "F_DUPFD": 0, "F_GETFD": 1, "F_SETFD": 2, "F_GETFL": 3, "F_SETFL": 4, "F_DUPFD_CLOEXEC": 1030,
}
# POSIX record locks: DuckDB and SQLite take them on files of their own. They cannot stop an open.
_FCNTL_LOCKS = {"F_GETLK": 5, "F_SETLK": 6, "F_SETLKW": 7}
_IOCTL_COMMANDS = {"TCGETS": 0x5401, "TIOCGWINSZ": 0x5413, "FIONREAD": 0x541B, "FIONBIO": 0x5421,
                   "FIONCLEX": 0x5450, "FIOCLEX": 0x5451}
_PRCTL_OPTIONS = {"PR_SET_NAME": 15, "PR_GET_NAME": 16, "PR_SET_VMA": 0x5356_4D41}

_ACTION_ALLOW = 0x7FFF_0000
_ACTION_ERRNO = 0x0005_0000
_EPERM, _ENOSYS = 1, 38
_COMPARE_MASKED_EQUAL = 7


class _Comparison(ctypes.Structure):
    _fields_ = [("argument", ctypes.c_uint), ("operator", ctypes.c_int), ("mask", ctypes.c_uint64),
                ("value", ctypes.c_uint64)]


def _equals(argument: int, value: int, mask: int = 0xFFFF_FFFF) -> _Comparison:
    return _Comparison(argument, _COMPARE_MASKED_EQUAL, mask, value)


class _Filter:
    def __init__(self) -> None:
        self._library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
        self._library.seccomp_init.restype = ctypes.c_void_p
        self._context = ctypes.c_void_p(self._library.seccomp_init(ctypes.c_uint32(_ACTION_ERRNO | _EPERM)))
        if not self._context:
            raise OSError("seccomp_init failed")

    def add(self, action: int, name: str, *comparisons: _Comparison) -> None:
        number = self._library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            return  # Not a call of this architecture, or newer than libseccomp: stays refused.
        array = (_Comparison * max(1, len(comparisons)))(*comparisons)
        result = self._library.seccomp_rule_add_array(
            self._context, ctypes.c_uint32(action), ctypes.c_int(number), ctypes.c_uint(len(comparisons)), array
        )
        if result != 0:
            raise OSError(-result, f"seccomp rule for {name}: {os.strerror(-result)}")

    def compiled(self) -> bytes:
        fd = os.memfd_create("seccomp")
        try:
            result = self._library.seccomp_export_bpf(self._context, ctypes.c_int(fd))
            if result != 0:
                raise OSError(-result, f"seccomp_export_bpf: {os.strerror(-result)}")
            os.lseek(fd, 0, os.SEEK_SET)
            return os.read(fd, 1 << 20)
        finally:
            os.close(fd)
            self._library.seccomp_release(self._context)


def compile_filter() -> bytes:
    """The allow-list as BPF, made once in the zygote and applied in every child."""
    program = _Filter()
    for _reason, names in ALLOWED:
        for name in names.split():
            program.add(_ACTION_ALLOW, name)
    # glibc falls back to clone, whose flags can be checked, when clone3 does not exist.
    program.add(_ACTION_ERRNO | _ENOSYS, "clone3")
    program.add(_ACTION_ALLOW, "clone",
                _equals(0, _CLONE_THREAD, mask=_CLONE_THREAD | _CLONE_VFORK_OR_ANY_NAMESPACE))
    for value in (*_FCNTL_COMMANDS.values(), *_FCNTL_LOCKS.values()):
        program.add(_ACTION_ALLOW, "fcntl", _equals(1, value))
    for value in _IOCTL_COMMANDS.values():
        program.add(_ACTION_ALLOW, "ioctl", _equals(1, value))
    for value in _PRCTL_OPTIONS.values():
        program.add(_ACTION_ALLOW, "prctl", _equals(0, value))
    # getrlimit is prlimit64 in glibc: of oneself, and without a new limit.
    program.add(_ACTION_ALLOW, "prlimit64", _equals(0, 0), _equals(2, 0, mask=0xFFFF_FFFF_FFFF_FFFF))
    return program.compiled()


if __name__ == "__main__":
    sys.stdout.write(f"{len(compile_filter()) // 8} instructions\n")

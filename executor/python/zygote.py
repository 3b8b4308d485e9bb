"""The process all sandboxed work is forked from.

It has the libraries imported and one thread. It reads only headers, opens the files they name by id, passes them
and the connection to a sealed child, and owns the child's deadline. It never sees code or data: whatever it read,
the next child would inherit.
"""

from __future__ import annotations

import os
import sys

# Isolated mode leaves the script's own folder out.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import gc
import json
import select
import signal
import socket
import stat
import time
from collections import deque
from dataclasses import dataclass
from typing import Any, Callable

import duckdb
import protocol
import seccomp
import sealed_child
from cardloom import warm
from children import Child, Nursery
from seal import Seal

_MIB = 1 << 20
_MAX_FAILED_SEALS = 3
_WATCH_SCRATCH_SECONDS = 0.25
_MAX_SCRATCH_ENTRIES = 10_000
_HANGUP = select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR


@dataclass(frozen=True)
class Settings:
    """Comes as one JSON argument from the executor."""

    socket_path: str
    spares: int
    tmp_bytes: int
    slicer_memory_bytes: int

    @staticmethod
    def parse(text: str) -> Settings:
        fields = json.loads(text)
        return Settings(fields["socketPath"], fields["spares"], fields["tmpBytes"], fields["slicerMemoryBytes"])


@dataclass
class Job:
    header: protocol.Header
    connection: socket.socket
    files: list[int]
    child: Child | None = None
    deadline: float = float("inf")
    killed_for: str | None = None


class Zygote:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._seccomp = seccomp.compile_filter()
        self._nursery = Nursery()
        self._epoll = select.epoll()
        self._handlers: dict[int, Callable[[int], None]] = {}
        self._control: socket.socket | None = None
        self._spares: list[Child] = []
        self._jobs: dict[str, Job] = {}
        self._slicer: Child | None = None
        self._slicing: Job | None = None
        self._slices_waiting: deque[Job] = deque()
        self._failed_seals = 0
        self._cores = len(os.sched_getaffinity(0))
        self._base_bytes = _address_space_bytes()

    # ---- the loop

    def serve(self) -> None:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        if os.path.exists(self._settings.socket_path):
            os.unlink(self._settings.socket_path)
        listener.bind(self._settings.socket_path)
        os.chmod(self._settings.socket_path, 0o600)
        listener.listen(512)
        listener.setblocking(False)
        self._watch(listener.fileno(), select.EPOLLIN, lambda _: self._accept(listener))
        os.write(1, b"ready\n")
        while True:
            events = self._epoll.poll(self._patience_seconds())
            for fd, mask in events:
                handler = self._handlers.get(fd)
                if handler is not None:
                    handler(mask)
            self._enforce_deadlines()
            if not events and len(self._spares) < self._settings.spares:
                self._add_spare()

    def _patience_seconds(self) -> float:
        if len(self._spares) < self._settings.spares:
            # Long enough for jobs that wait to be taken first.
            return 0.002 if self._spares else 0
        earliest = min((job.deadline for job in self._jobs.values()), default=float("inf"))
        patience = max(0.0, earliest - time.monotonic())
        if any(job.header.scratch for job in self._jobs.values()):
            patience = min(patience, _WATCH_SCRATCH_SECONDS)
        return min(patience, 60.0)

    def _watch(self, fd: int, mask: int, handler: Callable[[int], None]) -> None:
        self._handlers[fd] = handler
        self._epoll.register(fd, mask)

    def _unwatch(self, fd: int) -> None:
        if self._handlers.pop(fd, None) is not None:
            self._epoll.unregister(fd)

    # ---- connections

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except BlockingIOError:
                return
            connection.setblocking(False)
            reader = protocol.HeaderReader()
            self._watch(
                connection.fileno(),
                select.EPOLLIN | select.EPOLLRDHUP,
                lambda _, connection=connection, reader=reader: self._read_header(connection, reader),
            )

    def _read_header(self, connection: socket.socket, reader: protocol.HeaderReader) -> None:
        try:
            raw = reader.read(connection.fileno())
            if raw is None:
                return
            header = protocol.parse_header(raw)
        except (protocol.BadFrame, EOFError, OSError) as error:
            _log(f"a connection was dropped: {error or type(error).__name__}")
            self._unwatch(connection.fileno())
            connection.close()
            return
        self._unwatch(connection.fileno())
        if header.kind == "control":
            self._take_control(connection)
        else:
            self._begin(header, connection)

    def _take_control(self, connection: socket.socket) -> None:
        if self._control is not None:
            connection.close()
            return
        self._control = connection
        reader = protocol.HeaderReader()
        self._watch(
            connection.fileno(), select.EPOLLIN | select.EPOLLRDHUP, lambda _: self._obey(connection, reader)
        )
        self._report({"type": "ready", "baseBytes": self._base_bytes})

    def _obey(self, connection: socket.socket, reader: protocol.HeaderReader) -> None:
        try:
            while (raw := reader.read(connection.fileno())) is not None:
                for name in json.loads(raw)["drop"]:
                    _unlink_slice(name)
        except EOFError:
            # The executor is gone. Ending this process ends its pid namespace and every job in it.
            os._exit(0)

    def _report(self, message: dict[str, Any]) -> None:
        if self._control is None:
            return
        frame = protocol.encode_frame(message)
        self._control.setblocking(True)
        try:
            protocol.write_all(self._control.fileno(), frame)
        except OSError:
            os._exit(0)
        finally:
            self._control.setblocking(False)

    # ---- jobs

    def _begin(self, header: protocol.Header, connection: socket.socket) -> None:
        job = Job(header, connection, [])
        try:
            job.files = [_open_readonly(path) for path in header.files]
            if header.slice_name is not None:
                job.files.append(_create_slice(header.slice_name))
        except OSError as error:
            _log(f"job {header.job}: {error}")
            self._finish(job, "missing_file")
            return
        # The child will block on it; only the hang-up is watched from here.
        connection.setblocking(True)
        if header.kind == "slice":
            self._slices_waiting.append(job)
            self._next_slice()
            return
        self._jobs[header.job] = job
        try:
            job.child = self._child_for(header)
            job.child.limit(self._base_bytes + header.memory_bytes, self._cpu_seconds(header))
            job.child.hand_over(header.kind, [connection.fileno(), *job.files])
        except OSError as error:
            _log(f"job {header.job}: {error}")
            job.killed_for = "crashed"
            if job.child is None:
                self._finish(job, "crashed")
                return
            job.child.kill()
        _close_all(job.files)
        job.deadline = time.monotonic() + header.deadline_ms / 1000
        self._watch(connection.fileno(), _HANGUP, lambda _: self._kill(job, "disconnected"))

    def _child_for(self, header: protocol.Header) -> Child:
        if header.scratch is not None:
            return self._fork(scratch=f"/scratch/{header.scratch}", file_bytes=header.scratch_bytes, warm_up=False)
        if not self._spares:
            return self._fork(warm_up=False)
        chosen = next((spare for spare in self._spares if spare.ready), self._spares[0])
        self._spares.remove(chosen)
        return chosen

    def _cpu_seconds(self, header: protocol.Header) -> int:
        # A backstop behind the wall clock, for the case that this process is stalled.
        return -(-header.deadline_ms // 1000) * self._cores + 1

    def _kill(self, job: Job, reason: str) -> None:
        if job.killed_for is None:
            job.killed_for = reason
        job.deadline = float("inf")
        self._unwatch(job.connection.fileno())
        if job.child is not None:
            job.child.kill()

    def _enforce_deadlines(self) -> None:
        now = time.monotonic()
        for job in [*self._jobs.values()]:
            if job.deadline <= now:
                self._kill(job, "timeout")
            elif job.header.scratch is not None and _folder_is_above(
                f"/scratch/{job.header.scratch}", job.header.scratch_bytes
            ):
                self._kill(job, "scratch_full")

    def _finish(self, job: Job, reason: str, **details: Any) -> None:
        self._jobs.pop(job.header.job, None)
        self._unwatch(job.connection.fileno())
        _close_all(job.files)
        job.connection.close()
        self._report({"type": "exit", "job": job.header.job, "reason": reason, **details})

    # ---- children

    def _add_spare(self) -> None:
        # Under load the warm-up would cost running jobs more than it saves the next.
        self._spares.append(self._fork(warm_up=len(self._jobs) < self._cores))

    def _fork(
        self, *, warm_up: bool, keep_serving: bool = False, scratch: str | None = None, file_bytes: int | None = None
    ) -> Child:
        settings = Seal(
            seccomp=self._seccomp,
            tmp_bytes=self._settings.tmp_bytes,
            tmp_inodes=4096,
            file_bytes=self._settings.tmp_bytes if file_bytes is None else file_bytes,
            scratch=scratch,
        )
        child = self._nursery.fork(settings, warm_up=warm_up, keep_serving=keep_serving)
        self._watch(child.channel.fileno(), select.EPOLLIN, lambda _: self._hear(child))
        self._watch(child.pidfd, select.EPOLLIN, lambda _: self._reap(child))
        return child

    def _hear(self, child: Child) -> None:
        try:
            message = child.channel.recv(512)
        except BlockingIOError:
            return
        except OSError:
            message = b""
        if message == sealed_child.READY:
            child.ready = True
            self._failed_seals = 0
        elif message == sealed_child.DONE and child is self._slicer and self._slicing is not None:
            done, self._slicing = self._slicing, None
            self._finish(done, "done")
            self._next_slice()
        elif message.startswith(sealed_child.FAILED_TO_SEAL):
            self._failed_seals += 1
            _log(f"sealing failed: {message[len(sealed_child.FAILED_TO_SEAL):].decode(errors='replace')}")
            if self._failed_seals >= _MAX_FAILED_SEALS:
                os._exit(71)
        elif not message:
            self._unwatch(child.channel.fileno())

    def _reap(self, child: Child) -> None:
        _, status, usage = os.wait4(child.pid, 0)
        self._unwatch(child.pidfd)
        self._unwatch(child.channel.fileno())
        child.close()
        if child in self._spares:
            self._spares.remove(child)
        if child is self._slicer:
            self._slicer = None
            lost, self._slicing = self._slicing, None
            if lost is not None:
                self._finish(lost, lost.killed_for or "crashed")
            self._next_slice()
            return
        job = next((job for job in self._jobs.values() if job.child is child), None)
        if job is None:
            return
        cpu_ms = round((usage.ru_utime + usage.ru_stime) * 1000)
        self._finish(
            job, job.killed_for or _reason_of(status, cpu_ms, self._cpu_seconds(job.header)),
            signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
            cpuMs=cpu_ms, maxRssBytes=usage.ru_maxrss * 1024,
        )

    # ---- the slicer

    def _next_slice(self) -> None:
        if self._slicing is not None or not self._slices_waiting:
            return
        job = self._slices_waiting.popleft()
        try:
            if self._slicer is None:
                self._slicer = self._fork(warm_up=False, keep_serving=True, file_bytes=1 << 44)
                self._slicer.limit(self._base_bytes + self._settings.slicer_memory_bytes, 1 << 30)
            job.child = self._slicer
            self._slicing = job
            self._jobs[job.header.job] = job
            job.deadline = time.monotonic() + job.header.deadline_ms / 1000
            self._slicer.hand_over("slice", [job.connection.fileno(), *job.files])
        except OSError as error:
            _log(f"slice {job.header.job}: {error}")
            self._slicing = None
            self._finish(job, "crashed")
            return
        _close_all(job.files)


def _reason_of(status: int, cpu_ms: int, cpu_limit_seconds: int) -> str:
    if os.WIFEXITED(status):
        return "done" if os.WEXITSTATUS(status) == 0 else "crashed"
    if os.WTERMSIG(status) != signal.SIGKILL:
        return "crashed"
    # Nobody here killed it: either its CPU limit did, or the kernel when memory ran out.
    return "timeout" if cpu_ms >= (cpu_limit_seconds - 1) * 1000 else "out_of_memory"


def _open_readonly(path: str) -> int:
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(f"{path} is not a file")
    return fd


def _create_slice(name: str) -> int:
    return os.open(f"/slices/{name}", os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o400)


def _unlink_slice(name: str) -> None:
    if not isinstance(name, str) or not name.isalnum():
        return
    try:
        os.unlink(f"/slices/{name}")
    except FileNotFoundError:
        pass


def _folder_is_above(folder: str, limit_bytes: int) -> bool:
    total_bytes = entries = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            entries += 1
            try:
                total_bytes += os.lstat(os.path.join(parent, name)).st_blocks * 512
            except OSError:
                continue
        if entries > _MAX_SCRATCH_ENTRIES:
            return True
    return total_bytes > limit_bytes


def _close_all(descriptors: list[int]) -> None:
    for fd in descriptors:
        os.close(fd)
    descriptors.clear()


def _address_space_bytes() -> int:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _log(line: str) -> None:
    os.write(2, line.encode(errors="replace") + b"\n")


def main() -> None:
    warm.import_libraries()
    # Importing DuckDB opens a connection with a thread pool. It is opened anew, in the child, on first use.
    duckdb.default_connection().close()
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        # A fork copies one thread only: locks held by the others would stay held for ever in every child.
        _log(f"the libraries started {threads - 1} threads, so nothing can be forked safely")
        os._exit(72)
    gc.collect()
    gc.freeze()
    Zygote(Settings.parse(sys.argv[1])).serve()


if __name__ == "__main__":
    main()

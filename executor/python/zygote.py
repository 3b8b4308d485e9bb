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
import socket
import time
from typing import Any

import duckdb
import protocol
import seccomp
import sealed_child
from cardloom import warm
from children import Child, Nursery
from event_loop import HANGUP, READABLE, EventLoop
from exit_reason import exit_reason
from files import close_all, create_slice, folder_is_above, open_readonly, unlink_slice
from job import Job
from leftovers import Leftovers
from seal import Seal
from settings import Settings
from share_pool import MAX_CARDS, SharePool
from slice_queue import SliceQueue
from spare_pool import SparePool

_MAX_FAILED_SEALS = 3
# The slicer writes into a memory-backed folder that has a limit of its own, and each slice has its deadline.
_UNLIMITED_FILE_BYTES = 1 << 44
_UNLIMITED_CPU_SECONDS = 1 << 30
_WATCH_SCRATCH_SECONDS = 0.25


class Zygote:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._seccomp = seccomp.compile_filter()
        self._nursery = Nursery(Leftovers())
        self._loop = EventLoop()
        self._control: socket.socket | None = None
        self._spares = SparePool(settings.spares, self._fork)
        self._jobs: dict[str, Job] = {}
        self._slices = SliceQueue(self._fork_slicer, self._finish)
        self._shares = SharePool()
        self._failed_seals = 0
        self._next_look_at_scratch = 0.0
        self._cores = len(os.sched_getaffinity(0))
        self._busy_at = 0.0
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
        self._loop.watch(listener.fileno(), READABLE, lambda: self._accept(listener))
        os.write(1, b"ready\n")
        while True:
            busy = self._loop.run_once(self._patience_seconds())
            self._enforce_deadlines()
            if busy:
                continue
            self._spares.tend(quiet_seconds=0 if self._jobs else time.monotonic() - self._busy_at)

    def _patience_seconds(self) -> float:
        until_tended = self._spares.patience_seconds(busy=bool(self._jobs))
        if until_tended is not None:
            return until_tended
        earliest = min((job.deadline for job in self._jobs.values()), default=float("inf"))
        earliest = min(earliest, self._shares.next_expiry)
        patience = max(0.0, earliest - time.monotonic())
        if any(job.header.scratch for job in self._jobs.values()):
            patience = min(patience, _WATCH_SCRATCH_SECONDS)
        return min(patience, 60.0)

    # ---- connections

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except BlockingIOError:
                return
            connection.setblocking(False)
            reader = protocol.HeaderReader()
            self._loop.watch(
                connection.fileno(),
                READABLE,
                lambda connection=connection, reader=reader: self._read_header(connection, reader),
            )

    def _read_header(self, connection: socket.socket, reader: protocol.HeaderReader) -> None:
        try:
            raw = reader.read(connection.fileno())
            if raw is None:
                return
            header = protocol.parse_header(raw)
        except (protocol.BadFrame, EOFError, OSError) as error:
            _log(f"a connection was dropped: {error or type(error).__name__}")
            self._loop.unwatch(connection.fileno())
            connection.close()
            return
        self._loop.unwatch(connection.fileno())
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
        self._loop.watch(connection.fileno(), READABLE, lambda: self._obey(connection, reader))
        self._report({"type": "ready", "baseBytes": self._base_bytes})

    def _obey(self, connection: socket.socket, reader: protocol.HeaderReader) -> None:
        try:
            while (raw := reader.read(connection.fileno())) is not None:
                slices, shares = protocol.parse_orders(raw)
                for name in slices:
                    unlink_slice(name)
                for share in shares:
                    for child in self._shares.end(share):
                        child.kill()
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
        job = Job(header, connection)
        try:
            for path in header.files:
                job.files.append(open_readonly(path))
            for name in header.slices:
                job.files.append(create_slice(name))
        except OSError as error:
            _log(f"job {header.job}: {error}")
            self._finish(job, "missing_file")
            return
        self._busy_at = time.monotonic()
        # The child will block on it; only the hang-up is watched from here.
        connection.setblocking(True)
        self._jobs[header.job] = job
        if header.kind == "slice":
            self._slices.add(job)
            return
        try:
            job.child = self._child_for(header)
            job.reused = job.child.served > 0
            if not job.reused:
                job.child.limit(self._base_bytes + header.memory_bytes, self._cpu_seconds(header))
            descriptors = [connection.fileno(), *job.files]
            job.child.hand_over(header.kind, descriptors, job=header.job, share=header.share)
        except OSError as error:
            _log(f"job {header.job}: {error}")
            job.killed_for = "crashed"
            if job.child is None:
                self._finish(job, "crashed")
                return
            job.child.kill()
        close_all(job.files)
        job.start_clock()
        self._loop.watch(connection.fileno(), HANGUP, lambda: self._kill(job, "disconnected"))

    def _child_for(self, header: protocol.Header) -> Child:
        if header.scratch is not None:
            inputs = header.files if header.kind == "transform" else ()
            return self._fork(scratch=f"/scratch/{header.scratch}", file_bytes=header.scratch_bytes, inputs=inputs)
        if header.share is not None and (used := self._shares.take(header.share)) is not None:
            return used
        return self._spares.take()

    def _cpu_seconds(self, header: protocol.Header) -> int:
        # A backstop behind the wall clock, for the case that this process is stalled.
        cards = 1 if header.share is None else MAX_CARDS
        return -(-header.deadline_ms // 1000) * self._cores * cards + 1

    def _kill(self, job: Job, reason: str) -> None:
        if job.killed_for is None:
            job.killed_for = reason
        job.stop_clock()
        self._loop.unwatch(job.connection.fileno())
        if job.child is not None:
            job.child.kill()

    def _enforce_deadlines(self) -> None:
        now = time.monotonic()
        for job in [*self._jobs.values()]:
            if job.deadline <= now:
                self._kill(job, "timeout")
        for child in self._shares.expired():
            child.kill()
        if now < self._next_look_at_scratch:
            return
        self._next_look_at_scratch = now + _WATCH_SCRATCH_SECONDS
        for job in [*self._jobs.values()]:
            header = job.header
            if header.scratch is not None and folder_is_above(f"/scratch/{header.scratch}", header.scratch_bytes):
                self._kill(job, "scratch_full")

    def _finish(self, job: Job, reason: str, **details: Any) -> None:
        self._busy_at = time.monotonic()
        self._jobs.pop(job.header.job, None)
        self._loop.unwatch(job.connection.fileno())
        close_all(job.files)
        job.connection.close()
        self._report({"type": "exit", "job": job.header.job, "reason": reason, "reused": job.reused, **details})

    # ---- children

    def _fork(
        self,
        *,
        keep_serving: bool = False,
        scratch: str | None = None,
        file_bytes: int | None = None,
        inputs: tuple[str, ...] = (),
    ) -> Child:
        settings = Seal(
            seccomp=self._seccomp,
            tmp_bytes=self._settings.tmp_bytes,
            tmp_inodes=4096,
            file_bytes=self._settings.tmp_bytes if file_bytes is None else file_bytes,
            scratch=scratch,
            inputs=inputs,
        )
        child = self._nursery.fork(settings, keep_serving=keep_serving)
        self._loop.watch(child.channel.fileno(), READABLE, lambda: self._hear(child))
        self._loop.watch(child.pidfd, READABLE, lambda: self._reap(child))
        return child

    def _hear(self, child: Child) -> None:
        try:
            message = child.channel.recv(512)
        except BlockingIOError:
            return
        except OSError:
            message = b""
        if not message:
            self._loop.unwatch(child.channel.fileno())
        elif child.share is not None:
            self._finish_shared(child, message)
        elif message == sealed_child.READY:
            child.ready = True
            self._failed_seals = 0
        elif message == sealed_child.DONE and self._slices.is_slicer(child):
            self._slices.done()
        elif message.startswith(sealed_child.FAILED_TO_SEAL):
            self._failed_seals += 1
            _log(f"sealing failed: {message[len(sealed_child.FAILED_TO_SEAL):].decode(errors='replace')}")
            if self._failed_seals >= _MAX_FAILED_SEALS:
                os._exit(71)

    def _finish_shared(self, child: Child, message: bytes) -> None:
        if message == sealed_child.READY:
            return  # It was handed a job before it was warm.
        if message.startswith(sealed_child.MARKED):
            _log(f"a shared process ends: {message[len(sealed_child.MARKED):].decode(errors='replace')!r}")
            # On its way out; whatever it still says is not listened to.
            self._loop.unwatch(child.channel.fileno())
            return
        job = self._job_of(child)
        # An author's code can write here too. What it says must at least fit what it was given.
        if job is None or job.killed_for is not None or message != sealed_child.DONE + job.header.job.encode():
            child.kill()
            return
        self._finish(job, "done")
        if not self._shares.give_back(child):
            child.kill()

    def _job_of(self, child: Child) -> Job | None:
        return next((job for job in self._jobs.values() if job.child is child), None)

    def _reap(self, child: Child) -> None:
        _, status, usage = os.wait4(child.pid, 0)
        self._loop.unwatch(child.pidfd)
        self._loop.unwatch(child.channel.fileno())
        child.close()
        self._spares.forget(child)
        self._shares.forget(child)
        if self._slices.is_slicer(child):
            self._slices.lost()
            return
        job = self._job_of(child)
        if job is None:
            return
        cpu_ms = round((usage.ru_utime + usage.ru_stime) * 1000)
        self._finish(
            job, job.killed_for or exit_reason(status, usage, child.cpu_limit_seconds, job.header.memory_bytes),
            signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
            cpuMs=cpu_ms, maxRssBytes=usage.ru_maxrss * 1024,
        )

    def _fork_slicer(self) -> Child:
        slicer = self._fork(keep_serving=True, file_bytes=_UNLIMITED_FILE_BYTES)
        slicer.limit(self._base_bytes + self._settings.slicer_memory_bytes, _UNLIMITED_CPU_SECONDS)
        return slicer


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

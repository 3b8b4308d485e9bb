"""Slices are cut one after another by one long-lived process, which keeps its sources warm."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from children import Child
from files import close_all
from job import Job


class SliceQueue:
    """`fork_slicer` makes the process when there is none; `finish` ends a job with a reason."""

    def __init__(self, fork_slicer: Callable[[], Child], finish: Callable[[Job, str], None]) -> None:
        self._fork_slicer = fork_slicer
        self._finish = finish
        self._slicer: Child | None = None
        self._current: Job | None = None
        self._waiting: deque[Job] = deque()

    def add(self, job: Job) -> None:
        self._waiting.append(job)
        self._next()

    def is_slicer(self, child: Child) -> bool:
        return child is self._slicer

    def done(self) -> None:
        """The slicer has answered, whatever it answered."""
        finished, self._current = self._current, None
        if finished is not None:
            self._finish(finished, "done")
        self._next()

    def lost(self) -> None:
        """The slicer has died, or was killed for a deadline. Those that wait get a new one."""
        self._slicer = None
        cut_short, self._current = self._current, None
        if cut_short is not None:
            self._finish(cut_short, cut_short.killed_for or "crashed")
        self._next()

    def _next(self) -> None:
        if self._current is not None or not self._waiting:
            return
        job = self._waiting.popleft()
        try:
            if self._slicer is None:
                self._slicer = self._fork_slicer()
            self._slicer.hand_over("slice", [job.connection.fileno(), *job.files])
        except OSError:
            self._finish(job, "crashed")
            return
        self._current = job
        job.child = self._slicer
        job.start_clock()
        close_all(job.files)

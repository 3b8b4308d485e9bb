"""Processes that wait for their first job, and when it is time to make, or to warm, another."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from children import Child

_IDLE_SECONDS = 0.002
_SHORT_SECONDS = 0.01
_CALM_SECONDS = 0.1
_QUIET_SECONDS = 0.05


class SparePool:
    """`fork` makes a process that seals itself; `size`: how many are to be ready."""

    def __init__(self, size: int, fork: Callable[[], Child]) -> None:
        self._size = size
        self._fork = fork
        self._spares: list[Child] = []

    def take(self) -> Child:
        """The one that is readiest; a new one when there is none."""
        if not self._spares:
            return self._fork()
        chosen = max(self._spares, key=lambda spare: (spare.ready, spare.warmed))
        self._spares.remove(chosen)
        return chosen

    def forget(self, child: Child) -> None:
        if child in self._spares:
            self._spares.remove(child)

    def patience_seconds(self, *, busy: bool) -> float | None:
        """How long nothing must happen before `tend` is worth its while; None when there is nothing to do."""
        if len(self._spares) < self._size:
            # A fork takes a core from the jobs that run: only when none does, or nothing has happened for a while, which
            # is shorter when the next job would find no spare.
            if not busy:
                return _IDLE_SECONDS
            return _CALM_SECONDS if self._spares else _SHORT_SECONDS
        return _QUIET_SECONDS if not busy and self._next_cold() is not None else None

    def tend(self, *, quiet_seconds: float) -> None:
        """Makes one that is missing, or warms one. `quiet_seconds`: since when no job has run, 0 when one does."""
        if len(self._spares) < self._size:
            self._spares.append(self._fork())
        # Warming up takes a core for longer than a small job does: never at the cost of one.
        elif quiet_seconds >= _QUIET_SECONDS and (cold := self._next_cold()) is not None:
            with contextlib.suppress(OSError):  # It has just died: it will be reaped and replaced.
                cold.warm_up()

    def _next_cold(self) -> Child | None:
        """One at a time, so that the others can take a job at once."""
        if any(not spare.ready for spare in self._spares):
            return None
        return next((spare for spare in self._spares if not spare.warmed), None)

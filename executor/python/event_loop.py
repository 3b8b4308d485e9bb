"""epoll with a handler for each descriptor."""

from __future__ import annotations

import select
from collections.abc import Callable

READABLE = select.EPOLLIN | select.EPOLLRDHUP
"""Readable, or the other side has left: either way a read tells."""
HANGUP = select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR


class EventLoop:
    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._handlers: dict[int, Callable[[], None]] = {}

    def watch(self, fd: int, events: int, handler: Callable[[], None]) -> None:
        self._handlers[fd] = handler
        self._epoll.register(fd, events)

    def unwatch(self, fd: int) -> None:
        """Must come before the descriptor is closed. Twice is fine."""
        if self._handlers.pop(fd, None) is not None:
            self._epoll.unregister(fd)

    def run_once(self, patience_seconds: float) -> bool:
        """Calls the handlers of what happened; False when nothing did within that time."""
        events = self._epoll.poll(patience_seconds)
        for fd, _ in events:
            # An earlier handler of this round may have unwatched it.
            handler = self._handlers.get(fd)
            if handler is not None:
                handler()
        return bool(events)

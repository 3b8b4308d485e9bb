"""A job from its header to its exit report."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass, field

from children import Child
from protocol import Header

_NEVER = float("inf")


@dataclass(eq=False)
class Job:
    header: Header
    connection: socket.socket
    files: list[int] = field(default_factory=list)
    """Open descriptors, closed here once the child has its own."""
    child: Child | None = None
    deadline: float = _NEVER
    killed_for: str | None = None
    reused: bool = False
    """Its process had served another card of the share before."""

    def start_clock(self) -> None:
        self.deadline = time.monotonic() + self.header.deadline_ms / 1000

    def stop_clock(self) -> None:
        self.deadline = _NEVER

"""Processes between two cards of the same author in the same render: see "One render, one trust domain" in docs."""

from __future__ import annotations

import time

from children import Child

# Bounds what a card that pretends to be finished can go on doing; an honest gap between two cards is milliseconds.
IDLE_SECONDS = 2.0
MAX_CARDS = 64


class SharePool:
    def __init__(self) -> None:
        self._idle: dict[Child, float] = {}
        self._open: set[str] = set()

    def take(self, share: str) -> Child | None:
        """A process that has served this share before and is free. Opens the share."""
        self._open.add(share)
        for child in self._idle:
            if child.share == share:
                del self._idle[child]
                return child
        return None

    def give_back(self, child: Child) -> bool:
        """False when it must not be used again: its share has ended, or it has served long enough."""
        if child.share not in self._open or child.served >= MAX_CARDS:
            return False
        self._idle[child] = time.monotonic() + IDLE_SECONDS
        return True

    def end(self, share: str) -> list[Child]:
        """Nothing more will come for it. Returns the processes to end."""
        self._open.discard(share)
        return [self._remove(child) for child in [*self._idle] if child.share == share]

    def forget(self, child: Child) -> None:
        self._idle.pop(child, None)

    def expired(self) -> list[Child]:
        now = time.monotonic()
        return [self._remove(child) for child, until in [*self._idle.items()] if until <= now]

    @property
    def next_expiry(self) -> float:
        return min(self._idle.values(), default=float("inf"))

    def _remove(self, child: Child) -> Child:
        del self._idle[child]
        return child

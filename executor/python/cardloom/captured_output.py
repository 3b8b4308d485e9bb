"""What a card prints, kept up to a limit."""

from __future__ import annotations

import io
from typing import Any

from .authored import AUTHORED_FILES

STDOUT_LIMIT = 100_000
WARNING_LIMIT = 50
WARNING_LENGTH = 1_000


class CappedText(io.TextIOBase):
    """A text stream that keeps the first `limit` characters and counts the rest."""

    def __init__(self, limit: int = STDOUT_LIMIT) -> None:
        self._parts: list[str] = []
        self._room = limit
        self._limit = limit
        self._dropped = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        kept = text[: self._room]
        if kept:
            self._parts.append(kept)
            self._room -= len(kept)
        self._dropped += len(text) - len(kept)
        return len(text)

    def text(self) -> str:
        """What was kept; says so where something was left out."""
        # A lone surrogate cannot be encoded, and would end the job after its work is done.
        kept = "".join(self._parts).encode("utf-8", "replace").decode("utf-8")
        if not self._dropped:
            return kept
        return f"{kept}\n… output truncated: {self._dropped:,} characters after the first {self._limit:,} were left out"


class Warnings:
    """Warnings and lines of stderr, each once, in the order they came."""

    def __init__(self, stderr: Any = None) -> None:
        self.stderr = CappedText() if stderr is None else stderr
        self._messages: list[str] = []

    def show(self, message: Any, category: type[Warning], filename: str, lineno: int, *_: Any) -> None:
        """Takes the place of `warnings.showwarning`."""
        if filename not in AUTHORED_FILES and issubclass(category, (DeprecationWarning, PendingDeprecationWarning, FutureWarning)):
            # Between libraries; the author can do nothing about it.
            return
        where = f" (line {lineno})" if filename in AUTHORED_FILES else ""
        self._messages.append(f"{category.__name__}: {message}{where}")

    def list(self) -> list[str]:
        """At most 50, and how many more there were."""
        lines = [line for line in self.stderr.text().splitlines() if line.strip()] if isinstance(self.stderr, CappedText) else []
        unique = [message[:WARNING_LENGTH] for message in dict.fromkeys([*self._messages, *lines])]
        if len(unique) > WARNING_LIMIT:
            return [*unique[:WARNING_LIMIT], f"… and {len(unique) - WARNING_LIMIT} more warnings"]
        return unique

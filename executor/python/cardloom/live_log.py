"""What a transform prints, sent on while it runs."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable

LOG_LIMIT = 1_000_000
_EVERY_SECONDS = 0.2
_AT_MOST = 50_000
"""Characters in one message."""


class LiveLog(io.TextIOBase):
    """A text stream whose text goes to `send` a few times a second: the first million characters, and a word about the rest."""

    def __init__(self, send: Callable[[str], None], limit: int = LOG_LIMIT) -> None:
        self._send = send
        self._limit = limit
        self._room = limit
        self._dropped = 0
        self._waiting: list[str] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._sender: threading.Thread | None = None

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        with self._lock:
            kept = text[: self._room]
            self._room -= len(kept)
            self._dropped += len(text) - len(kept)
            if kept:
                self._waiting.append(kept)
            if self._sender is None and kept:
                self._sender = threading.Thread(target=self._run, daemon=True)
                self._sender.start()
        return len(text)

    def end(self) -> None:
        """Send what is left."""
        self._ended.set()
        if self._sender is not None:
            self._sender.join()
        if self._dropped:
            self._waiting.append(f"\n… log truncated: {self._dropped:,} characters after the first {self._limit:,} were left out\n")
        self._send_waiting()

    def _run(self) -> None:
        while not self._ended.wait(_EVERY_SECONDS):
            self._send_waiting()

    def _send_waiting(self) -> None:
        with self._lock:
            text, self._waiting = "".join(self._waiting), []
        # A lone surrogate cannot be encoded.
        text = text.encode("utf-8", "replace").decode("utf-8")
        for start in range(0, len(text), _AT_MOST):
            self._send(text[start : start + _AT_MOST])

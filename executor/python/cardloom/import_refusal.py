"""Why a file was refused: what is wrong, where, and what to do."""

from __future__ import annotations

from typing import Any


class ImportRefusal(Exception):
    """`ImportFailure` of the job contract. `line` is 1-based and counts the header."""

    def __init__(self, message: str, line: int | None = None, column: str | None = None, code: str = "invalid_file") -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.code = code

    def to_json(self) -> dict[str, Any]:
        """The contract's shape."""
        answer: dict[str, Any] = {"code": self.code, "message": str(self), "retryable": False}
        if self.line is not None:
            answer["line"] = self.line
        if self.column is not None:
            answer["column"] = self.column
        return answer

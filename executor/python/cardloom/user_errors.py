"""An exception in a card's code, told as its author needs it."""

from __future__ import annotations

import difflib
import traceback
from typing import Any

from .authored import AUTHORED_FILES, CARD, Authored

MESSAGE_LENGTH = 4_000
FRAME_LIMIT = 30
LIBRARIES = "pandas, numpy, pyarrow, polars, duckdb, plotly, altair, matplotlib, seaborn, scipy, scikit-learn, statsmodels"


class CardFault(Exception):
    """A fault the runtime found in what a card did or returned. `code` is one of the contract's card error codes."""

    def __init__(self, kind: str, message: str, hint: str | None = None, code: str = "execution_failed") -> None:
        super().__init__(message)
        self.kind = kind
        self.hint = hint
        self.code = code


def describe(error: BaseException, code: str, inputs: list[dict[str, Any]], memory_bytes: int | None = None, authored: Authored = CARD) -> dict[str, Any]:
    """`CardError` of an exception: code, type, message, line, the author's frames, and a hint where one is honest.

    `inputs`: per dataset `{alias, columns, declared, available}`, for hints about columns.
    """
    if isinstance(error, MemoryError) or _out_of_memory(error):
        limit = f" of {_gigabytes(memory_bytes)}" if memory_bytes else ""
        return _compact(
            code="memory_limit",
            type="MemoryError",
            message=f"This {authored.noun} needed more memory than its limit{limit}.",
            **_place(error, code),
            hint=authored.memory_hint,
        )
    if isinstance(error, CardFault):
        return _compact(code=error.code, type=error.kind, message=str(error), **_place(error, code), hint=error.hint)
    if isinstance(error, SyntaxError) and error.filename in AUTHORED_FILES:
        return _compact(code="execution_failed", type=type(error).__name__, message=error.msg or "invalid syntax", line=error.lineno, hint=_syntax_hint(error, authored))
    if isinstance(error, SystemExit):
        return _compact(
            code="execution_failed",
            type="SystemExit",
            message=f"The {authored.noun} called exit() before it returned anything.",
            **_place(error, code),
            hint=f"Use return to end {authored.function} early.",
        )
    return _compact(code="execution_failed", type=_type_name(error), message=_message(error), **_place(error, code), hint=_hint(error, inputs, authored))


def _compact(**parts: Any) -> dict[str, Any]:
    return {key: value for key, value in parts.items() if value is not None}


def _type_name(error: BaseException) -> str:
    name = type(error).__name__
    return name if isinstance(name, str) else "Exception"


def _message(error: BaseException) -> str:
    try:
        # KeyError's own text is the repr of its argument, which reads as a stray quotation.
        text = f"{_missing_key(error)!r} not found" if isinstance(error, KeyError) and len(error.args) == 1 else str(error)
    except BaseException:
        text = "(the exception could not be written as text)"
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= MESSAGE_LENGTH else f"{text[:MESSAGE_LENGTH]}…"


def _place(error: BaseException, code: str) -> dict[str, Any]:
    frames = ((frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__) if line)
    return place_of([(line, program.co_name) for program, line in frames if program.co_filename in AUTHORED_FILES], code)


def place_of(calls: list[tuple[int, str]], code: str) -> dict[str, Any]:
    """`line` and `frames` of an error, whose calls in the author's code are these, outermost first: `(line, function)`."""
    lines = code.splitlines()
    frames = [{"line": line, "function": function, "source": (lines[line - 1].strip() if 0 < line <= len(lines) else "")[:500]} for line, function in calls]
    if not frames:
        return {}
    line = frames[-1]["line"]
    # A deep recursion repeats itself: both ends tell the story.
    if len(frames) > FRAME_LIMIT:
        frames = [*frames[: FRAME_LIMIT // 2], *frames[-FRAME_LIMIT // 2 :]]
    return {"line": line, "frames": frames}


def _out_of_memory(error: BaseException) -> bool:
    return type(error).__name__ in ("ArrowMemoryError", "OutOfMemoryException", "_ArrayMemoryError")


def _gigabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:g} GB" if size_bytes >= 10**9 else f"{size_bytes / 1e6:.0f} MB"


def _syntax_hint(error: SyntaxError, authored: Authored) -> str | None:
    if error.text and error.text.lstrip().startswith(("%", "!")):
        return f"Notebook commands such as %matplotlib or !pip do not work in a {authored.noun}."
    return None


def _missing_key(error: KeyError) -> Any:
    """The key alone: pandas' groupby says “Column not found: …” in its place."""
    key = error.args[0]
    return key.removeprefix("Column not found: ") if isinstance(key, str) else key


def _hint(error: BaseException, inputs: list[dict[str, Any]], authored: Authored) -> str | None:
    if isinstance(error, KeyError) and error.args and isinstance(error.args[0], (str, int)):
        return column_hint(str(_missing_key(error)), inputs, authored)
    if isinstance(error, AttributeError) and type(getattr(error, "obj", None)).__name__ == "DataFrame" and error.name:
        return column_hint(error.name, inputs, authored)
    if isinstance(error, ModuleNotFoundError):
        near = difflib.get_close_matches(error.name or "", LIBRARIES.split(", "), 1)
        return (f"Did you mean {near[0]}? " if near else "") + f"A {authored.noun} may import {LIBRARIES}, and Python's standard library."
    if isinstance(error, NameError) and error.name:
        near = difflib.get_close_matches(error.name, authored.known_names, 1)
        return f"Did you mean {near[0]}?" if near else None
    if isinstance(error, RecursionError):
        return "A function calls itself without an end."
    if isinstance(error, OSError):
        return authored.walls
    return None


def column_hint(name: str, inputs: list[dict[str, Any]], authored: Authored = CARD) -> str | None:
    """What an author who wrote a column the data has not may have meant; None when the name is there."""
    for source in inputs:
        available = source["available"]
        if source.get("declared") and available and name in available:
            return f"The dataset has a column {name!r}, but the card does not declare it. Add it to the card's columns."
    present = list(dict.fromkeys(column for source in inputs for column in source["columns"]))
    aliases = [source["alias"] for source in inputs] if len(inputs) > 1 else []
    if name in aliases or name in present:
        return None
    folded = {column.casefold(): column for column in [*present, *aliases]}
    near = [folded[match] for match in difflib.get_close_matches(name.casefold(), list(folded), 3, 0.6)]
    if near:
        return f"Did you mean {' or '.join(repr(column) for column in near)}?"
    if any(source.get("declared") for source in inputs):
        return f"The card declares only these columns: {listed(present)}."
    if aliases and authored is CARD:
        return f"This card reads several datasets: dataset is a dict with the keys {listed(aliases)}."
    whose = "The dataset's" if authored is CARD else "The inputs'"
    return f"{whose} columns: {listed(present)}." if present else None


def listed(names: list[str]) -> str:
    """The first 30 names, and how many more there are."""
    shown = ", ".join(names[:30])
    return f"{shown} and {len(names) - 30} more" if len(names) > 30 else shown

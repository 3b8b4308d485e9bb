"""What the slicer is asked, and what it answers: several files of one filter, told as they are ready."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable
from typing import Any

from cardloom import slicer

# Told one by one, each column would wake the executor, which shares the cores with cards that already run.
_PATIENCE_SECONDS = 0.002
_MAX_MESSAGE = 1500


def answer(body: dict[str, Any], source: int, outputs: list[int], send: Callable[[list[dict[str, Any]]], None]) -> None:
    """Fills each of `outputs` with the columns that `body["parts"]` names in its place.

    `send` is given frames: `cuts` with some parts' sizes or failures, and last `result`.
    """
    told_at = time.monotonic()
    cuts: list[dict[str, Any]] = []
    for number, (columns, output) in enumerate(zip(body["parts"], outputs, strict=True)):
        cuts.append({"part": number, **_cut(body, source, columns, output)})
        # A card waits for several columns: the first of them need not hurry.
        if time.monotonic() - told_at >= _PATIENCE_SECONDS and number + 1 < len(outputs):
            send([{"type": "cuts", "cuts": cuts}])
            told_at, cuts = time.monotonic(), []
    send([{"type": "cuts", "cuts": cuts}, {"type": "result"}])


def _cut(body: dict[str, Any], source: int, columns: list[str] | None, output: int) -> dict[str, Any]:
    cut = _tried(body, source, columns, output)
    if "failure" in cut:
        # What there is of it takes room from those that come after.
        os.ftruncate(output, 0)
    return cut


def _tried(body: dict[str, Any], source: int, columns: list[str] | None, output: int) -> dict[str, Any]:
    try:
        return {"sizes": slicer.slice(body["sourceKey"], source, body["predicates"], columns, output)}
    except slicer.UnknownColumn as error:
        return _failure("unknown_column", str(error), column=error.name, available=list(error.available))
    except MemoryError:
        return _failure("memory_limit", "out of memory")
    except OSError as error:
        # The memory set aside for slices is full: the executor evicts and asks again.
        return _failure("no_space" if error.errno == 28 else "internal", str(error))
    except Exception:
        return _failure("internal", traceback.format_exc())


def _failure(code: str, message: str, **details: Any) -> dict[str, Any]:
    return {"failure": {"type": "failure", "code": code, "message": message[-_MAX_MESSAGE:], **details}}

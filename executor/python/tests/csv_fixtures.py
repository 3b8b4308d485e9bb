"""The folder of nasty files, with what each is to become: shared with the tests of the whole pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[3] / "tests/fixtures/csv"


@dataclass(frozen=True)
class Fixture:
    """A case: its bytes, the options it is imported with, and the answer due."""

    name: str
    content: bytes
    options: dict[str, Any]
    expected: dict[str, Any]


def fixtures() -> Iterator[Fixture]:
    """All cases, by name."""
    for folder in sorted(FOLDER.iterdir()):
        options = folder / "options.json"
        (content,) = folder.glob("input.*")
        yield Fixture(folder.name, content.read_bytes(), json.loads(options.read_text()) if options.exists() else {}, json.loads((folder / "expected.json").read_text()))

"""A file's column names: present, unique, and safe to show."""

from __future__ import annotations

import itertools
import re

from .import_refusal import ImportRefusal

MAX_COLUMNS = 2_000
MAX_NAME_LENGTH = 1_000
MAX_NAMES_BYTES = 100_000

_NUMBER_OR_DATE = re.compile(r"\s*(?:-?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?|\d{1,4}([-/.])\d\d?\1\d{1,4}(?:[ T][\d:.]+Z?)?)\s*")
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Marks that turn the direction of what stands around them, and characters without width.
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def looks_like_data(cells: list[str]) -> bool:
    """Are these all numbers or dates, and so hardly names?"""
    return all(_NUMBER_OR_DATE.fullmatch(cell) for cell in cells)


def check_width(cells: list[str], line: int) -> None:
    """Raise ImportRefusal where there are more columns than the limit."""
    if len(cells) > MAX_COLUMNS:
        raise ImportRefusal(f"The file has {len(cells):,} columns; the limit is {MAX_COLUMNS:,}. Remove columns, or turn them into rows.", line=line)


def tidy_names(cells: list[str], line: int) -> tuple[list[str], list[str]]:
    """Column names that are present and unique, and a sentence for each that was changed. Raises ImportRefusal."""
    names: list[str] = []
    warnings: list[str] = []
    visible = [_visible(cell) for cell in cells]
    taken = {name for name, _ in visible}
    used: set[str] = set()
    for position, (wanted, changed) in enumerate(visible, start=1):
        if _length(wanted) > MAX_NAME_LENGTH:
            raise ImportRefusal(f"The name of column {position} is longer than {MAX_NAME_LENGTH:,} characters. Shorten it.", line=line)
        name = wanted or _free(f"column_{position}", taken | used)
        if not wanted:
            warnings.append(f"Column {position} has no name in the header; it was named “{name}”.")
        elif name in used:
            name = next(free for number in itertools.count(2) if (free := f"{wanted}_{number}") not in taken | used)
            warnings.append(f"The header names “{wanted}” more than once; column {position} was renamed “{name}”.")
        elif changed:
            warnings.append(f"{changed} the name of column “{wanted}” were removed.")
        used.add(name)
        names.append(name)
    size_bytes = sum(len(name.encode()) for name in names)
    if size_bytes > MAX_NAMES_BYTES:
        raise ImportRefusal(
            f"The column names together have {size_bytes:,} bytes; the limit is {MAX_NAMES_BYTES:,}. Shorten them, or check that every quotation mark in the header is closed.",
            line=line,
        )
    return names, warnings


def _visible(cell: str) -> tuple[str, str | None]:
    """A name without what cannot be seen in it, and what that was."""
    name = _INVISIBLE.sub("", _BREAKS.sub(" ", cell)).strip()
    if name == cell:
        return name, None
    return name, "Spaces around" if name == cell.strip(" ") else "Line breaks or invisible characters in"


def _length(name: str) -> int:
    # In UTF-16 units, as the contract counts them.
    return len(name.encode("utf-16-le")) // 2


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name

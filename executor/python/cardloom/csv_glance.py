"""Evidence of short columns that are plainly one thing: the same as a full examination gives, without its fixed costs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .csv_evidence import Evidence

# No number, date, time or boolean has any other character.
_LETTER = re.compile(r"[^-+.,:/0-9TZeE \t]")
_INTEGER = re.compile(r"-?[1-9][0-9]{0,14}|0")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,9})\.([0-9]{1,5})")
_BOOLEANS = ("true", "false")


def glance(values: Sequence[str], evidence: Evidence) -> bool:
    """Note what the values are, where that is plain to see; False where they need a full examination."""
    filled = [(row, value) for row, value in enumerate(values) if value]
    if not filled:
        evidence.empties = len(values)
        return True
    return _text(filled, len(values), evidence) or _numbers(filled, len(values), evidence)


def _text(filled: list[tuple[int, str]], count: int, evidence: Evidence) -> bool:
    if not all(_LETTER.search(value) and value.strip(" \t").lower() not in _BOOLEANS and value.strip(" \t") not in evidence.rules.null_tokens for _, value in filled):
        return False
    evidence.empties = count - len(filled)
    evidence.add("text", len(filled), *filled[0])
    return True


def _numbers(filled: list[tuple[int, str]], count: int, evidence: Evidence) -> bool:
    if not evidence.rules.plain_numbers:
        return False
    found = [(row, value, _NUMBER.fullmatch(value)) for row, value in filled]
    if not all(number or _INTEGER.fullmatch(value) for _, value, number in found):
        return False
    for row, value, number in found:
        evidence.max_integer_digits = max(evidence.max_integer_digits, len(number[1] if number else value.lstrip("-")))
        evidence.max_scale = max(evidence.max_scale, len(number[2]) if number else 0)
        evidence.points = evidence.points or number is not None
        evidence.add("double" if number else "int", 1, row, value)
    evidence.empties = count - len(filled)
    return True

"""Numbers as much of Europe and South America writes them: `1.234,56`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from .csv_evidence import Evidence

_NUMBER = r"^-?(?:(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]*)?|,[0-9]+)(?:[eE][+-]?[0-9]+)?$"
_WITH_POINT = r"^-?[0-9]*\.[0-9]*(?:[eE][+-]?[0-9]+)?$"
_LONE_GROUP = r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$"
_SURE = r",|\.[0-9]{3}\."

# One comma that can only be the mark: two digits behind it, or points in front.
_SAMPLE_OF_COMMA = re.compile(r"\s*-?(?:[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+)\s*")
_SAMPLE_OF_POINT = re.compile(r"\s*-?(?:[0-9]*\.(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{4,}\.[0-9]+|0\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")


def detect(rows: list[list[str]]) -> bool:
    """Do numbers in these rows make sense with a decimal comma, and none only with a point?"""
    commas = False
    for row in rows:
        for cell in row:
            if _SAMPLE_OF_POINT.fullmatch(cell):
                return False
            commas = commas or bool(_SAMPLE_OF_COMMA.fullmatch(cell))
    return commas


def with_points(values: pa.Array) -> pa.Array:
    """`1.234,56` → `1234.56`, for values that all are such numbers."""
    return pc.replace_substring(pc.replace_substring(values, ".", ""), ",", ".")


def separate(values: pa.Array, evidence: Evidence) -> tuple[pa.Array, pa.Array]:
    """The values with their numbers written with points, and which of them only look like numbers: `1.5` is none here."""
    fits = pc.match_substring_regex(values, _NUMBER)
    evidence.lone_groups = evidence.lone_groups or pc.any(pc.match_substring_regex(values, _LONE_GROUP)).as_py()
    evidence.sure_marks = evidence.sure_marks or pc.any(pc.and_(fits, pc.match_substring_regex(values, _SURE))).as_py()
    foreign = pc.and_(pc.match_substring_regex(values, _WITH_POINT), pc.invert(fits))
    return pc.if_else(fits, with_points(values), values), foreign

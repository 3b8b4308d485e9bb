"""Dates in other orders than ISO's, rewritten so that Arrow can check and read them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc


def are_dates(values: pa.Array) -> bool:
    """Is every value a day that exists, in ISO form?"""
    try:
        values.cast(pa.date32())
        return True
    except pa.ArrowInvalid:
        return False


def iso_from_ymd(values: pa.Array) -> pa.Array:
    """`2024/1/31` → `2024-01-31`."""
    return _padded(pc.replace_substring(values, "/", "-"))


def iso_from_slashed(values: pa.Array, day_first: bool) -> pa.Array:
    """`31/1/2024` → `2024-01-31`, or the month first."""
    order = r"\3-\2-\1" if day_first else r"\3-\1-\2"
    return _padded(pc.replace_substring_regex(values, r"^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})$", order))


def _padded(values: pa.Array) -> pa.Array:
    once = pc.replace_substring_regex(values, r"-([0-9])(-|$)", r"-0\1\2")
    return pc.replace_substring_regex(once, r"-([0-9])$", r"-0\1")

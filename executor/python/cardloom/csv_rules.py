"""How the cells of a file are to be read, as chosen by its author or detected: the same for all its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Empty cells in columns of numbers, dates and booleans only: in text, NA is Namibia and Null a surname.
NULL_TOKENS = ("NA", "N/A", "NULL", "null", "NaN", "-")

_LIKE_A_VALUE = re.compile(r".*[0-9].*|[+-]?inf(?:inity)?|true|false", re.IGNORECASE)


@dataclass(frozen=True)
class ReadingRules:
    """`decimal_chosen`: by a person, so that `1.234` beside a decimal comma is a thousand and not a doubt."""

    null_tokens: tuple[str, ...] = NULL_TOKENS
    decimal: str = "."
    decimal_chosen: bool = False
    date_order: str | None = None

    @property
    def plain_numbers(self) -> bool:
        """Does whatever Arrow takes for a number mean just that?"""
        return self.decimal == "." and not self.tokens_like_values

    @property
    def tokens_like_values(self) -> bool:
        """Could a token be taken for a number, a date or a boolean, such as -999?"""
        return any(_LIKE_A_VALUE.fullmatch(token) for token in self.null_tokens)


RULES = ReadingRules()

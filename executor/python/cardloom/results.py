"""What a card may return beside the objects of the plotting and table libraries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass
class HTMLResult:
    """A fragment or page of HTML, drawn in a frame of its own.

    `used_columns` names the columns behind it; `filter_applicable=False` says that filters make no
    sense for this card.
    """

    html: str
    used_columns: Sequence[str] | None = None
    filter_applicable: bool | None = None


@dataclass
class Kpi:
    """One number worth a tile.

    `format`: "number", "percent", "currency:EUR", "compact" or "duration".
    `good`: the direction that is good news, which colours `delta`.
    `trend`: numbers for a sparkline, oldest first.
    """

    value: Any
    label: str | None = None
    delta: Any = None
    format: str | None = None
    good: Literal["up", "down", "none"] = "up"
    trend: Sequence[Any] | None = None


@dataclass
class Markdown:
    """Text in Markdown, drawn by the page itself."""

    text: str

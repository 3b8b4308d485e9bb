"""The runtime inside the sandbox. Card authors import `Kpi`, `HTMLResult` and `Markdown` from here."""

from .results import HTMLResult, Kpi, Markdown

__all__ = ["HTMLResult", "Kpi", "Markdown"]

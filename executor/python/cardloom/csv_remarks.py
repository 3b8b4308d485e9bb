"""What an import did to a file that its author may want to know, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .csv_evidence import Evidence
from .csv_types import Decision

MAX_WARNINGS = 100


def on_column(name: str, evidence: Evidence, decision: Decision, at: Callable[[int], str]) -> list[str]:
    """Why a column has its type, and which of its cells were read as empty. `at`: where a row (0-based) stands, such as " on line 7"."""
    remarks = []
    if decision.reason:
        kept = f"Column “{name}” was kept as text: " if decision.reading == "text" else f"Column “{name}”: "
        row, value = evidence.first[decision.odd] if decision.odd else (0, "")
        remarks.append(f"{kept}{decision.reason}{f' (first {quoted(value)}{at(row)})' if decision.odd else ''}.")
    if evidence.tokens and decision.reading != "text":
        listed = ", ".join(f"{token} ({count:,})" for token, count in evidence.tokens.items())
        remarks.append(f"Column “{name}”: read as empty: {listed}.")
    return remarks


def quoted(value: str) -> str:
    """A value within a sentence, cut where it is long."""
    return f"“{value if len(value) <= 60 else value[:60] + '…'}”"


def capped(warnings: Iterable[str]) -> list[str]:
    """At most 100 sentences, the last of which counts the others."""
    listed = list(warnings)
    if len(listed) <= MAX_WARNINGS:
        return listed
    kept = listed[: MAX_WARNINGS - 1]
    return [*kept, f"… and {len(listed) - len(kept):,} more of this kind."]

"""What an author has written, by the words its errors are told in: a card or a transform."""

from __future__ import annotations

from dataclasses import dataclass

CARD_FILE = "card.py"
TRANSFORM_FILE = "transform.py"
AUTHORED_FILES = frozenset({CARD_FILE, TRANSFORM_FILE})


@dataclass(frozen=True)
class Authored:
    noun: str
    function: str
    signature: str
    """The function's arguments, as its author is to write them."""
    file: str
    known_names: tuple[str, ...]
    """What is there without an import, and the function's own arguments."""
    memory_hint: str
    sql_memory_hint: str
    walls: str
    """What an author who wanted a file or the network is told."""


CARD = Authored(
    noun="card",
    function="render",
    signature="dataset, filters, params",
    file=CARD_FILE,
    known_names=("pd", "np", "px", "go", "Kpi", "HTMLResult", "Markdown", "dataset", "filters", "params"),
    memory_hint="Declare the columns the card reads, or filter and aggregate before you copy or join.",
    sql_memory_hint="Aggregate or filter before you join or sort, or declare the columns the card reads.",
    walls="Cards run without network, other processes and files of their own: only the dataset, and a small /tmp.",
)
TRANSFORM = Authored(
    noun="transform",
    function="transform",
    signature="inputs, params",
    file=TRANSFORM_FILE,
    known_names=("pd", "np", "pl", "pa", "inputs", "params"),
    memory_hint='Read what is large by inputs.sql("select …") or inputs.polars("alias"), which do not hold it whole, and return what they give.',
    sql_memory_hint="Aggregate or filter before you join or sort.",
    walls="Transforms run without network, other processes and files of their own: only their inputs, and a small /tmp.",
)

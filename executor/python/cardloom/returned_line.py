"""Which `return` gave what a function returned. What is lazy fails later, when none of its author's lines runs any more."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import CodeType
from typing import Any

from .authored import Authored

# No identifier, so that the author's code can neither see it nor stand in its place.
_NOTE = "<returned>"


class ReturnedLine:
    """The line of the last `return` of an author's function, once that has run."""

    def __init__(self) -> None:
        self.line: int | None = None

    def compile(self, code: str, authored: Authored) -> CodeType:
        """The author's module, which notes in `names` what it returns where. Raises what compile() raises."""
        program = compile(code, authored.file, "exec", dont_inherit=True)
        try:
            tree = ast.parse(code, authored.file)
            for statement in _returns(tree, authored.function):
                if statement.value is not None:
                    call = ast.Call(ast.Name(_NOTE, ast.Load()), [ast.Constant(statement.lineno), statement.value], [])
                    statement.value = ast.copy_location(call, statement.value)
            return compile(ast.fix_missing_locations(tree), authored.file, "exec", dont_inherit=True)
        except RecursionError:  # Nested too deeply for a tree of objects, though not for Python itself.
            return program

    @property
    def names(self) -> dict[str, Any]:
        """What the module compiled here needs to find among its globals."""
        return {_NOTE: self._note}

    def _note(self, line: int, value: Any) -> Any:
        self.line = line
        return value


def _returns(tree: ast.Module, function: str) -> list[ast.Return]:
    """The returns of the function of that name, without those of functions within it."""
    functions = [node for node in _in_scope(tree.body) if isinstance(node, ast.FunctionDef) and node.name == function]
    return [node for one in functions for node in _in_scope(one.body) if isinstance(node, ast.Return)]


def _in_scope(statements: list[ast.stmt]) -> Iterator[ast.AST]:
    left: list[ast.AST] = [*statements]
    while left:
        node = left.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            left.extend(ast.iter_child_nodes(node))

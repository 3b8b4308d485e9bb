"""An author's code made a module, and its one function called."""

from __future__ import annotations

import inspect
import linecache
import sys
import types
from collections.abc import Callable
from typing import Any

from .authored import Authored
from .returned_line import ReturnedLine
from .user_errors import CardFault

_NUMBERS = {1: "one", 2: "two", 3: "three"}


def function_of(code: str, authored: Authored, names: dict[str, Any], returns: str, returned: ReturnedLine | None = None) -> Callable[..., Any]:
    """Run the code, with `names` there without an import, and give the function it must define. `returns`: what that
    is to return, for the sentence that says there is none. `returned` is told where it returned, when it is called.
    Raises CardFault and whatever the code raises."""
    module = types.ModuleType(authored.noun)
    module.__dict__.update(names | (returned.names if returned else {}), __file__=authored.file)
    # Dataclasses and pickling look a class's module up by name.
    sys.modules[authored.noun] = module
    linecache.cache[authored.file] = (len(code), None, code.splitlines(keepends=True), authored.file)
    try:
        program = returned.compile(code, authored) if returned else compile(code, authored.file, "exec", dont_inherit=True)
    except ValueError as error:
        raise CardFault("SyntaxError", str(error)) from None
    exec(program, module.__dict__)
    function = module.__dict__.get(authored.function)
    if not callable(function):
        raise CardFault(
            f"Missing{authored.function.capitalize()}",
            f"The {authored.noun} defines no function named {authored.function}.",
            f"Write `def {authored.function}({authored.signature}):` and return {returns}.",
        )
    return function


def call(function: Callable[..., Any], arguments: dict[str, Any], authored: Authored) -> Any:
    """Call the function with as many of its arguments as it takes."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return function(*arguments.values())
    kinds = inspect.Parameter
    positional = [one for one in parameters if one.kind in (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD)]
    takes_all = any(one.kind is kinds.VAR_POSITIONAL for one in parameters)
    required = [one.name for one in positional if one.default is kinds.empty]
    if len(required) > len(arguments):
        *first, last = arguments
        raise CardFault(
            "TypeError",
            f"{authored.function} asks for {len(required)} arguments, but is given {_NUMBERS[len(arguments)]}: {', '.join(first)} and {last}.",
            f"Put the {authored.noun}'s own settings in params.",
        )
    values = list(arguments.values())
    given = values if takes_all else values[: len(positional)]
    named = {one.name: arguments[one.name] for one in parameters if one.kind is kinds.KEYWORD_ONLY and one.name in arguments}
    return function(*given, **named)

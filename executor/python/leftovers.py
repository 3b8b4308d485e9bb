"""What one card leaves behind in a process that another card of the same author is about to use.

Cheap, honest traces are undone: options, styles, files, working directory. Anything else is a mark: the process ends
and the next card gets a fresh one. This keeps one author's cards from confusing each other; it is no wall, and need
not be one, since nobody else's card ever runs in the same process.
"""

from __future__ import annotations

import _thread
import decimal
import gc
import json
import locale
import operator
import os
import re
import select
import signal
import sys
import types
from collections.abc import Callable, Iterable
from typing import Any

_WATCHED_MODULES = (
    "builtins", "collections", "datetime", "functools", "itertools", "json", "math", "os", "random", "re", "time",
    "matplotlib", "matplotlib.pyplot", "numpy", "pandas", "plotly.express", "plotly.graph_objects", "plotly.io",
    "pyarrow", "pyarrow.compute",
)
_GENUINE_ORIGINS = ("/opt/python/", "/usr/lib/")
_MAX_TMP_ENTRIES = 100
# As many as a sealed process may have open.
_MAX_DESCRIPTORS = 256
# Libraries that keep state where it cannot be seen from here: cards that mention them are not followed by another.
_UNSEEN_STATE = re.compile(r"\b(duckdb|polars|ctypes|cffi|mmap|set_config)\b|\.enable\(")


class Leftovers:
    """Made once in the zygote, when everything is as it should be; every child inherits what it remembers."""

    def __init__(self) -> None:
        import matplotlib
        import numpy
        import pandas
        import plotly.express
        import plotly.io

        self._numpy, self._pandas, self._rc = numpy, pandas, matplotlib.rcParams
        self._px_defaults, self._templates = plotly.express.defaults, plotly.io.templates
        self._modules = dict(sys.modules)
        self._watched = [_Watched(owner) for owner in {id(owner): owner for owner in _watched()}.values()]
        self._signals: list[Any] = []
        self._environment: dict[str, str] = {}
        self._paths = [*sys.path], [*sys.meta_path], [*sys.path_hooks]
        self._locale = locale.setlocale(locale.LC_ALL)
        self._recursion_limit = sys.getrecursionlimit()
        self._collector = gc.get_threshold()
        self._errors = numpy.geterr()
        self._print_options = numpy.get_printoptions()
        self._pandas_options = _pandas_options(pandas)
        self._style = dict.copy(matplotlib.rcParams)
        self._defaults = _slots(plotly.express.defaults)
        self._template = plotly.io.templates.default, _template_text(plotly.io.templates), set(plotly.io.templates)

    def begin(self) -> None:
        """In the child, before its first card: what its seal has set."""
        self._signals = _signal_handlers()
        self._environment = dict(os.environ)

    def clear(self, code: str, own_descriptors: Iterable[int]) -> str | None:
        """Undoes what can be undone. None when the next card may come, else why it must not."""
        if _UNSEEN_STATE.search(code):
            return "uses a library whose state cannot be seen"
        for look in (self._undo, self._threads, self._patches, self._imports, lambda: _descriptors(own_descriptors)):
            mark = look()
            if mark is not None:
                return mark
        return None

    def _undo(self) -> str | None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        os.chdir("/tmp")
        if dict(os.environ) != self._environment:
            os.environ.clear()
            os.environ.update(self._environment)
        if not _empty_tmp():
            return "left many files"
        sys.modules.pop("card", None)
        sys.setrecursionlimit(self._recursion_limit)
        gc.enable()
        gc.set_threshold(*self._collector)
        decimal.setcontext(decimal.Context())
        self._numpy.seterr(**self._errors)
        self._numpy.set_printoptions(**self._print_options)
        for name, value in _pandas_options(self._pandas).items():
            if value is not (meant := self._pandas_options.get(name)) and value != meant:
                self._pandas.set_option(name, meant)
        # As a plain dict: Matplotlib's own way of reading it looks at each name twice.
        if not dict.__eq__(self._rc, self._style):
            dict.update(self._rc, self._style)
        for name, value in self._defaults.items():
            setattr(self._px_defaults, name, value)
        if self._templates.default != self._template[0]:
            self._templates.default = self._template[0]
        if locale.setlocale(locale.LC_ALL) != self._locale:
            locale.setlocale(locale.LC_ALL, self._locale)
        return None

    def _threads(self) -> str | None:
        return "left threads running" if _thread._count() else None

    def _patches(self) -> str | None:
        if sys.gettrace() is not None or sys.getprofile() is not None or gc.callbacks:
            return "traces or watches what runs"
        if _signal_handlers() != self._signals:
            return "handles signals"
        if not all(_same(now, then) for now, then in zip((sys.path, sys.meta_path, sys.path_hooks), self._paths)):
            return "changed where modules are found"
        if set(self._templates) != self._template[2] or _template_text(self._templates) != self._template[1]:
            return "changed Plotly's templates"
        for watched in self._watched:
            if watched.has_changed():
                return f"changed {getattr(watched.owner, '__name__', 'a library')}"
        return None

    def _imports(self) -> str | None:
        modules = sys.modules
        for name, module in self._modules.items():
            if modules.get(name) is not module and name != "card":
                return f"replaced the module {name}"
        for name in [*modules]:
            if name not in self._modules and not _is_genuine(modules[name]):
                return f"added a module {name}"
        return None


class _Watched:
    """A module or class, and what it held when all was as it should be."""

    def __init__(self, owner: Any) -> None:
        self.owner = owner
        self._public = _public(owner)
        self._names, self._values = [*vars(owner).keys()], [*vars(owner).values()]

    def has_changed(self) -> bool:
        everything = vars(self.owner)
        # Thousands of names after each card: as nearly always none has changed, the quick look comes first.
        if [*everything] == self._names and all(map(operator.is_, everything.values(), self._values)):
            return False
        now, then = _public(self.owner), self._public
        changed = [name for name in now.keys() | then.keys() if now.get(name) is not then.get(name)]
        # A package gains a name when a part of it is first imported.
        if any(not isinstance(now.get(name), types.ModuleType) or name in then for name in changed):
            return True
        self._names, self._values = [*everything.keys()], [*everything.values()]
        return False


def _watched() -> list[Any]:
    import matplotlib.axes
    import matplotlib.figure
    import pandas
    import plotly.basedatatypes
    import plotly.graph_objects

    classes = [
        pandas.DataFrame, pandas.Series, pandas.Index, plotly.graph_objects.Figure, plotly.basedatatypes.BaseFigure,
        matplotlib.axes.Axes, matplotlib.figure.Figure, json.JSONEncoder,
    ]
    ours = [module for name, module in sys.modules.items() if name.split(".")[0] == "cardloom"]
    return [*(sys.modules[name] for name in _WATCHED_MODULES), *ours, *classes]


def _public(owner: Any) -> dict[str, Any]:
    # Names with an underscore in front are caches that libraries fill as they are used.
    return {name: value for name, value in vars(owner).items() if name[0] != "_"}


def _same(now: list[Any], then: list[Any]) -> bool:
    return len(now) == len(then) and all(one is other for one, other in zip(now, then))


def _signal_handlers() -> list[Any]:
    return [signal.getsignal(number) for number in range(1, 32)]


def _pandas_options(pandas: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}

    def walk(part: dict[str, Any], prefix: str) -> None:
        for name, value in part.items():
            walk(value, f"{prefix}{name}.") if isinstance(value, dict) else found.update({f"{prefix}{name}": value})

    walk(pandas._config.config._global_config, "")
    return found


def _slots(defaults: Any) -> dict[str, Any]:
    return {name: getattr(defaults, name) for name in type(defaults).__slots__}


def _template_text(templates: Any) -> str:
    return json.dumps(templates[templates.default].to_plotly_json(), default=str, sort_keys=True)


def _is_genuine(module: Any) -> bool:
    origin = getattr(getattr(module, "__spec__", None), "origin", None)
    if origin in ("built-in", "frozen") or isinstance(origin, str) and origin.startswith(_GENUINE_ORIGINS):
        return True
    # A namespace package, or a module that a library makes of itself; its library is genuine when its parts are.
    loader: Callable[..., Any] | None = getattr(getattr(module, "__spec__", None), "loader", None)
    return type(module).__name__ != "module" or (origin is None and loader is not None)


def _empty_tmp() -> bool:
    entries = 0
    for parent, folders, files in os.walk("/tmp", topdown=False):
        for name in files:
            os.unlink(os.path.join(parent, name))
        for name in folders:
            os.rmdir(os.path.join(parent, name))
        entries += len(files) + len(folders)
        if entries > _MAX_TMP_ENTRIES:
            return False
    return True


def _descriptors(own: Iterable[int]) -> str | None:
    known = {0, 1, 2, *own}
    if _open_descriptors() <= known:
        return None
    # A frame caught in a cycle keeps its mapping, and with it a descriptor, until it is collected.
    gc.collect()
    return None if _open_descriptors() <= known else "left files open"


def _open_descriptors() -> set[int]:
    # One question for all of them. It overlooks descriptors that are mere places (O_PATH): nothing can be read by them.
    look = select.poll()
    for fd in range(_MAX_DESCRIPTORS):
        look.register(fd, 0)
    return {*range(_MAX_DESCRIPTORS)} - {fd for fd, event in look.poll(0) if event & select.POLLNVAL}

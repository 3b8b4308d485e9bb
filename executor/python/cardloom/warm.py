"""Libraries loaded once, and exercised once, so that a card's first call is as fast as its second."""

from __future__ import annotations

import os


def import_libraries() -> None:
    """Import what most cards need. Called once, before processes are forked from this one.

    The rest (polars, altair, SciPy and its kin) is imported by the cards that want it.
    """
    os.environ.setdefault("MPLBACKEND", "Agg")
    # Threads do not survive a fork, and each costs address space that counts against a card's memory.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS", "NUMEXPR_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    # Without processes and semaphores joblib warns at every import.
    os.environ.setdefault("JOBLIB_MULTIPROCESSING", "0")
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    os.environ.setdefault("JE_ARROW_MALLOC_CONF", "background_thread:false")

    import duckdb  # noqa: F401
    import matplotlib
    import matplotlib.pyplot
    import numpy  # noqa: F401
    import pandas  # noqa: F401
    import plotly.express  # noqa: F401
    import plotly.graph_objects  # noqa: F401
    import plotly.io  # noqa: F401
    import pyarrow as pa
    import pyarrow.compute  # noqa: F401
    import pyarrow.csv  # noqa: F401
    import pyarrow.dataset  # noqa: F401
    import pyarrow.ipc  # noqa: F401
    import pyarrow.parquet  # noqa: F401

    from . import card, csv_import, display_figure, jobs, query, slicer, sql_card, sql_engine  # noqa: F401
    from .palette import CATEGORICAL

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    matplotlib.use("Agg")
    matplotlib.rcParams["axes.prop_cycle"] = matplotlib.cycler(color=CATEGORICAL)
    matplotlib.rcParams["svg.fonttype"] = "path"
    # The same drawing twice is the same bytes.
    matplotlib.rcParams["svg.hashsalt"] = "cardloom"
    display_figure.use_own_template()
    sql_engine.open_ahead()
    _first_use()


def _first_use() -> None:
    """What is slow once and then inherited by every fork: validators, lazily imported submodules, compiled kernels."""
    import plotly.express as px

    frame = _small_frame()
    for draw in (px.line, px.bar, px.scatter, px.area):
        _serialise(draw(frame, x="day", y="amount", color="kind"))
    _serialise(px.histogram(frame, x="amount"))
    warm()


def warm() -> None:
    """A few milliseconds of what a typical card does, run in the process that will run it."""
    import plotly.express as px

    frame = _small_frame()
    monthly = frame.groupby("kind")["amount"].sum().reset_index()
    _serialise(px.bar(monthly, x="kind", y="amount"))


def _small_frame():  # noqa: ANN202
    import pyarrow as pa

    from .card import to_frame

    days = pa.array([19_000, 19_001, 19_002, 19_003], pa.int32()).cast(pa.date32())
    return to_frame(pa.table({"day": days, "kind": ["a", "b", "a", "b"], "amount": [1.0, 2.0, 3.0, 4.0]}))


def _serialise(figure: object) -> None:
    from .displays import display

    display(figure, "", 5_000_000)

"""What every job would cost without a zygote: start Python, import the same libraries, run one card."""

import time

started = time.perf_counter()

import duckdb  # noqa: E402, F401
import matplotlib.pyplot  # noqa: E402, F401
import numpy  # noqa: E402, F401
import pandas  # noqa: E402, F401
import plotly.express  # noqa: E402, F401
import plotly.graph_objects  # noqa: E402, F401
import plotly.io  # noqa: E402, F401
import pyarrow.dataset  # noqa: E402, F401
import pyarrow.parquet  # noqa: E402, F401
from cardloom import jobs  # noqa: E402

jobs.run(
    "card",
    {"code": "def render(dataset, filters, params):\n    return 1\n", "inputs": [], "filters": [], "params": {}},
    [],
    lambda message: print(message["type"]),
)

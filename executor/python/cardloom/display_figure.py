"""Figures of the plotting libraries: Plotly and Vega-Lite as data, Matplotlib as a picture."""

from __future__ import annotations

import base64
import io
import sys
from typing import Any

from .json_values import plain
from .palette import CATEGORICAL, DIVERGING, SEQUENTIAL

PLOTLY_MIME = "application/vnd.plotly.v1+json"
VEGA_MIME = "application/vnd.vegalite.v5+json"
TEMPLATE_NAME = "cardloom"
# Beyond this a picture of points is lighter than their outlines, for the wire and for the browser.
SVG_LIMIT_BYTES = 1_500_000


def use_own_template() -> None:
    """Make Plotly draw in the product's colours. Everything else about the look is the browser's, by theme."""
    import plotly.graph_objects as go
    import plotly.io as pio

    stops = len(SEQUENTIAL) - 1
    pio.templates[TEMPLATE_NAME] = go.layout.Template(
        layout={
            "colorway": CATEGORICAL,
            "colorscale": {
                "sequential": [[position / stops, colour] for position, colour in enumerate(SEQUENTIAL)],
                "diverging": [[position / stops, colour] for position, colour in enumerate(DIVERGING)],
            },
            # Left empty, Plotly Express would write a margin of its own into every figure.
            "margin": {"t": 40},
            "legend": {"itemsizing": "constant"},
        }
    )
    pio.templates.default = TEMPLATE_NAME


def plotly_bundle(value: Any) -> dict[str, Any] | None:
    """The bundle of a Plotly figure, without our own template: the browser themes it. None for anything else."""
    from plotly.basedatatypes import BaseFigure

    if not isinstance(value, BaseFigure):
        return None
    figure: dict[str, Any] = {"data": value._data, "layout": {key: item for key, item in value._layout.items() if key != "template"}}
    template = value._layout.get("template")
    if template and not _is_own(template):
        figure["layout"]["template"] = template
    if value.frames:
        figure["frames"] = [frame._props for frame in value.frames]
    title = value.layout.title.text
    return {PLOTLY_MIME: plain(figure, typed_arrays=True), "text/plain": title or "Plotly chart"}


def _is_own(template: Any) -> bool:
    import plotly.io as pio

    own = pio.templates[TEMPLATE_NAME].to_plotly_json()
    given = template if isinstance(template, dict) else template.to_plotly_json()
    return given.get("layout") == own.get("layout") and (given.get("data") or {}) == (own.get("data") or {})


def altair_bundle(value: Any) -> dict[str, Any] | None:
    """The bundle of an Altair chart, its data inlined. None for anything else."""
    altair = sys.modules.get("altair")
    if altair is None or not isinstance(value, altair.TopLevelMixin):
        return None
    # Altair stops at 5,000 rows; here the size of the output is the limit.
    with altair.data_transformers.enable("default", max_rows=None):
        specification = value.to_dict()
    # Theming belongs to the browser, as with Plotly.
    if specification.get("config") == {"view": {"continuousWidth": 300, "continuousHeight": 300}}:
        del specification["config"]
    title = specification.get("title")
    return {VEGA_MIME: plain(specification), "text/plain": title if isinstance(title, str) else "Vega-Lite chart"}


def matplotlib_bundle(value: Any) -> dict[str, Any] | None:
    """The picture of a Matplotlib figure, of axes, or of a seaborn grid. None for anything else."""
    if "matplotlib.figure" not in sys.modules:
        return None
    figure = _figure_of(value)
    return None if figure is None else _picture(figure)


def open_pyplot_figure() -> Any:
    """The current figure of a card that drew with pyplot and returned nothing."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return pyplot.gcf() if pyplot is not None and pyplot.get_fignums() else None


def close_pyplot_figures() -> None:
    """Leave no figure to a later card of the same process."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


def _figure_of(value: Any) -> Any:
    from matplotlib.artist import Artist
    from matplotlib.figure import FigureBase

    if isinstance(value, FigureBase):
        return value.figure
    if isinstance(value, Artist):
        return value.get_figure()
    if type(value).__module__.startswith("seaborn"):
        if type(value).__name__ == "Plot":
            from matplotlib.figure import Figure

            figure = Figure()
            value.on(figure).plot()
            return figure
        return getattr(value, "figure", None)
    # plt.subplots gives an array of axes; hist, bar and pie give tuples and containers of artists.
    if type(value).__name__ == "ndarray" and value.dtype == object and value.size:
        return _figure_of(value.flat[0])
    if isinstance(value, (list, tuple)) and value and all(isinstance(item, Artist) for item in _leaves(value)):
        return _figure_of(next(iter(_leaves(value))))
    return None


def _leaves(value: Any) -> Any:
    for item in value:
        if isinstance(item, (list, tuple)) and item:
            yield from _leaves(item)
        else:
            yield item


def _picture(figure: Any) -> dict[str, Any]:
    title = figure.get_suptitle() or next((axes.get_title() for axes in figure.axes if axes.get_title()), "")
    caption = title or "Matplotlib figure"
    drawn = io.BytesIO()
    figure.savefig(drawn, format="svg", bbox_inches="tight", metadata={"Date": None})
    if drawn.tell() <= SVG_LIMIT_BYTES:
        return {"image/svg+xml": drawn.getvalue().decode("utf-8"), "text/plain": caption}
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", bbox_inches="tight", dpi=144)
    return {"image/png": base64.b64encode(drawn.getvalue()).decode("ascii"), "text/plain": caption}

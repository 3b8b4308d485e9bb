def render(dataset, filters, params):
    """The band between the monthly mean low and high, with the mean high drawn over it."""
    by_month = dataset.groupby(dataset.date.dt.to_period("M").dt.to_timestamp())[["temp_min", "temp_max"]].mean().round(1)
    figure = go.Figure()
    figure.add_scatter(x=by_month.index, y=by_month.temp_min, name="Mean low", line={"width": 1})
    figure.add_scatter(x=by_month.index, y=by_month.temp_max, name="Mean high", fill="tonexty", line={"width": 2})
    figure.update_yaxes(ticksuffix=" °C")
    figure.update_layout(hovermode="x unified", legend={"orientation": "h"})
    return figure

def render(dataset, filters, params):
    years = max((dataset.date.max() - dataset.date.min()).days / 365.25, 1 / 365.25)
    monthly = dataset.groupby(dataset.date.dt.to_period("M"))["precipitation"].sum()
    return Kpi(
        round(dataset.precipitation.sum() / years),
        label="Precipitation, mm a year",
        trend=monthly.round(1).tolist(),
        good="none",
    )

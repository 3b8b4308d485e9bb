def render(dataset, filters, params):
    monthly = dataset.groupby(dataset.date.dt.to_period("M"))["temp_max"].mean()
    return Kpi(
        round(dataset.temp_max.mean(), 1),
        label="Average daily high, °C",
        trend=monthly.round(1).tolist(),
        good="none",
    )

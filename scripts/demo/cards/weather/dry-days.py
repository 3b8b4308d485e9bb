def render(dataset, filters, params):
    dry = dataset.precipitation.eq(0)
    yearly = dry.groupby(dataset.date.dt.year).mean()
    delta = float(yearly.iloc[-1] - yearly.iloc[-2]) if len(yearly) > 1 else None
    return Kpi(float(dry.mean()), label="Days without rain", format="percent", delta=delta, good="up")

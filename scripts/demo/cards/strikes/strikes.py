def render(dataset, filters, params):
    yearly = dataset.groupby(dataset["Flight Date"].dt.year).size()
    delta = float(yearly.iloc[-1] / yearly.iloc[-2] - 1) if len(yearly) > 1 else None
    return Kpi(len(dataset), label="Reported strikes", delta=delta, good="down", trend=yearly.tolist())

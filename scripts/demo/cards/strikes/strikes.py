def render(dataset, filters, params):
    yearly = dataset.groupby(dataset["Flight Date"].dt.year).size()
    return Kpi(len(dataset), label="Reported strikes, by year", trend=yearly.tolist())

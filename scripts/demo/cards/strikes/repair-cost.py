def render(dataset, filters, params):
    yearly = dataset.groupby(dataset["Flight Date"].dt.year)["Cost Total $"].sum()
    return Kpi(int(dataset["Cost Total $"].sum()), label="Reported cost", format="currency:USD", good="down", trend=yearly.tolist())

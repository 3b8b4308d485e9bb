def render(dataset, filters, params):
    damaged = dataset["Effect Amount of damage"].notna() & dataset["Effect Amount of damage"].ne("None")
    yearly = damaged.groupby(dataset["Flight Date"].dt.year).mean()
    return Kpi(float(damaged.mean()) if len(damaged) else None, label="Strikes with damage", format="percent", good="down", trend=yearly.round(3).tolist())

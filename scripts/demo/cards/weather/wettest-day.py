def render(dataset, filters, params):
    if dataset.empty:
        return Kpi(None, label="Wettest day")
    wettest = dataset.loc[dataset.precipitation.idxmax()]
    return Kpi(float(wettest.precipitation), label=f"Wettest day, mm ({wettest.date:%-d %b %Y})", good="none")

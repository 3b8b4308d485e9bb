def render(dataset, filters, params):
    table = dataset.assign(year=dataset.date.dt.year.astype(str), month=dataset.date.dt.month)
    totals = table.groupby(["year", "month"], as_index=False)["precipitation"].sum().round(1)
    totals["month"] = pd.to_datetime(totals.month, format="%m").dt.strftime("%b")
    figure = px.bar(totals, x="month", y="precipitation", color="year", barmode="group")
    figure.update_layout(xaxis_title=None, yaxis_title=None, yaxis_ticksuffix=" mm", legend_title=None)
    return figure

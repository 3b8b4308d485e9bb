def render(dataset, filters, params):
    season = dataset.date.dt.month % 12 // 3
    table = dataset.assign(season=season.map({0: "Winter", 1: "Spring", 2: "Summer", 3: "Autumn"}))
    table["month"] = table.date.dt.strftime("%B %Y")
    figure = px.scatter(
        table,
        x="high",
        y="precipitation",
        color="season",
        size="dry_days",
        hover_name="month",
        category_orders={"season": ["Winter", "Spring", "Summer", "Autumn"]},
    )
    figure.update_layout(legend_title=None, xaxis_title="Average high", yaxis_title="Precipitation")
    return figure.update_xaxes(ticksuffix=" °C").update_yaxes(ticksuffix=" mm")

ORDER = ["sun", "fog", "drizzle", "rain", "snow"]
COLOURS = {"sun": "#efb118", "fog": "#97bbf5", "drizzle": "#6cc5b0", "rain": "#4269d0", "snow": "#a463f2"}


def render(dataset, filters, params):
    days = dataset.groupby([dataset.date.dt.month, "weather"]).size().rename("days").reset_index()
    days["share"] = days.days / days.groupby("date").days.transform("sum")
    days["month"] = pd.to_datetime(days.date, format="%m").dt.strftime("%b")
    figure = px.bar(days, x="month", y="share", color="weather", category_orders={"weather": ORDER}, color_discrete_map=COLOURS)
    figure.update_layout(xaxis_title=None, yaxis_title=None, yaxis_tickformat=".0%", legend_title=None, bargap=0.1)
    return figure

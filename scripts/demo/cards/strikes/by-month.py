def render(dataset, filters, params):
    month = dataset["Flight Date"].dt.to_period("M").dt.to_timestamp()
    counts = dataset.groupby([month, "Wildlife Size"]).size().rename("strikes").reset_index()
    figure = px.area(counts, x="Flight Date", y="strikes", color="Wildlife Size", category_orders={"Wildlife Size": ["Small", "Medium", "Large"]})
    figure.update_layout(xaxis_title=None, yaxis_title=None, legend_title=None, hovermode="x unified")
    return figure

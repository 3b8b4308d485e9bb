def render(dataset, filters, params):
    by_species = dataset.groupby("Wildlife Species").agg(strikes=("Flight Date", "size"), cost=("Cost Total $", "mean"), size=("Wildlife Size", "first")).reset_index()
    figure = px.scatter(by_species[by_species.cost > 0], x="strikes", y="cost", color="size", hover_name="Wildlife Species", category_orders={"size": ["Small", "Medium", "Large"]}, log_x=True, log_y=True)
    figure.update_traces(marker={"size": 10})
    figure.update_layout(xaxis_title="Strikes", yaxis_title="Mean cost, $", legend_title=None)
    return figure

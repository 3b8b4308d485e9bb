def render(dataset, filters, params):
    known = dataset[~dataset["Wildlife Species"].str.startswith("Unknown")]
    top = known["Wildlife Species"].value_counts().head(12).sort_values()
    figure = px.bar(x=top.values, y=top.index, orientation="h")
    figure.update_layout(xaxis_title=None, yaxis_title=None)
    return figure

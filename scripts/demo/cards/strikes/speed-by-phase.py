def render(dataset, filters, params):
    flying = dataset.dropna(subset=["Speed IAS in knots"])
    figure = px.box(flying, x="Phase of flight", y="Speed IAS in knots", points=False)
    figure.update_layout(xaxis_title=None, yaxis_title="Knots")
    return figure

PHASES = ["Parked", "Taxi", "Take-off run", "Climb", "Descent", "Approach", "Landing Roll"]
TIMES = ["Dawn", "Day", "Dusk", "Night"]


def render(dataset, filters, params):
    """Strikes by phase of flight and time of day."""
    counts = pd.crosstab(dataset["Time of day"], dataset["Phase of flight"]).reindex(index=TIMES, columns=PHASES, fill_value=0)
    figure = px.imshow(counts, text_auto=True, aspect="auto")
    figure.update_layout(xaxis_title=None, yaxis_title=None, coloraxis_showscale=False)
    return figure

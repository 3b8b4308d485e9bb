COLOURS = {"sun": "#efb118", "fog": "#97bbf5", "drizzle": "#6cc5b0", "rain": "#4269d0", "snow": "#a463f2"}


def render(dataset, filters, params):
    """Every day a small square: one row a year, drawn as plain HTML in the card's own frame."""
    rows = []
    for year, days in dataset.groupby(dataset.date.dt.year):
        squares = "".join(
            f'<i title="{day.date:%-d %B %Y}: {day.weather}, {day.temp_max:.0f} °C" '
            f'style="grid-column:{day.date.dayofyear};background:{COLOURS.get(day.weather, "#999")}"></i>'
            for day in days.itertuples()
        )
        rows.append(f'<b>{year}</b><div class="days">{squares}</div>')
    style = """
      <style>
        body { font: 12px system-ui, sans-serif; display: grid; grid-template-columns: auto 1fr; gap: 6px 10px; align-items: center }
        .days { display: grid; grid-template-columns: repeat(366, 1fr); height: 30px }
        i { min-width: 1px }
      </style>
    """
    return HTMLResult(html=style + "".join(rows), used_columns=["date", "weather", "temp_max"])

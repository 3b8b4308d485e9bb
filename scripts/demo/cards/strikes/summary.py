def render(dataset, filters, params):
    if dataset.empty:
        return Markdown("No strikes match these filters.")
    airport = dataset["Airport Name"].value_counts()
    night = dataset["Time of day"].eq("Night").mean()
    worst = dataset.loc[dataset["Cost Total $"].idxmax()]
    return Markdown(
        f"**{airport.index[0].title()}** reported most: {airport.iloc[0]:,} of {len(dataset):,} strikes. "
        f"**{night:.0%}** happened at night. The costliest, on {worst['Flight Date']:%-d %B %Y}, was "
        f"a *{worst['Wildlife Species'].lower()}* meeting a {worst['Aircraft Make Model']}: **${worst['Cost Total $']:,}**."
    )

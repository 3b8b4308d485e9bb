def transform(inputs, params):
    days = inputs["days"]
    month = days["date"].dt.to_period("M").dt.to_timestamp().rename("date")
    months = days.groupby(month).agg(
        precipitation=("precipitation", "sum"),
        high=("temp_max", "mean"),
        low=("temp_min", "mean"),
        dry_days=("precipitation", lambda millimetres: (millimetres == 0).sum()),
    )
    print(f"{len(days):,} days became {len(months)} months")
    return months.round(1).reset_index()

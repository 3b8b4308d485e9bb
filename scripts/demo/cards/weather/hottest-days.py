def render(dataset, filters, params):
    hottest = dataset.nlargest(int(params.get("rows", 50)), "temp_max")
    return hottest[["date", "temp_max", "temp_min", "wind", "weather"]].reset_index(drop=True)

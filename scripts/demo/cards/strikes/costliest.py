COLUMNS = ["Flight Date", "Airport Name", "Aircraft Make Model", "Wildlife Species", "Phase of flight", "Cost Total $"]


def render(dataset, filters, params):
    return dataset.nlargest(int(params.get("rows", 100)), "Cost Total $")[COLUMNS].reset_index(drop=True)

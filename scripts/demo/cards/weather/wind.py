import matplotlib.pyplot as plt


def render(dataset, filters, params):
    figure, axes = plt.subplots(figsize=(6, 3.2))
    axes.hist(dataset.wind, bins=24, color="#6cc5b0")
    axes.set_xlabel("Wind, m/s")
    axes.set_ylabel("Days")
    axes.spines[["top", "right"]].set_visible(False)
    return figure

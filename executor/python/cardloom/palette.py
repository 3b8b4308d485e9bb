"""The chart colours, one place for Python. The user interface keeps the same eight in its colour tokens."""

# Told apart by colour-blind readers, legible on white and on near-black.
CATEGORICAL = ["#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951", "#ff8ab7", "#a463f2", "#97bbf5"]

SEQUENTIAL = ["#eaf0fd", "#c9d7f8", "#9fb7ef", "#6f90e2", "#4269d0", "#2f4fa8", "#1f377c"]

DIVERGING = ["#b2402d", "#ff725c", "#ffb9ad", "#f4f4f5", "#9fb7ef", "#4269d0", "#1f377c"]

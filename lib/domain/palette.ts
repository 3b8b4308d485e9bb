/** Told apart under the common colour-vision deficiencies, legible on the light and the dark surface. The Python runtime's palette.py holds the same. */
export const CATEGORICAL = [
  "#4269d0",
  "#efb118",
  "#ff725c",
  "#6cc5b0",
  "#3ca951",
  "#ff8ab7",
  "#a463f2",
  "#97bbf5",
] as const

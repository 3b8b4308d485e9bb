import type { FrameTheme } from "../frame-messages.ts"
import { isFields } from "./merge.ts"

type Scheme = FrameTheme["colorScheme"]

/**
 * The colour scales of the runtime, and what stands for them on dark: little is near the page there, too, so that a
 * heat map doesn't glare. Plotly Express writes the light ones into its figures.
 */
export const OWN_SCALES: readonly Record<Scheme, readonly string[]>[] = [
  {
    light: ["#eaf0fd", "#c9d7f8", "#9fb7ef", "#6f90e2", "#4269d0", "#2f4fa8", "#1f377c"],
    dark: ["#1b2543", "#24376f", "#3353ab", "#4a6ed2", "#7d9cf0", "#b0c3f6", "#e3eafc"],
  },
  {
    light: ["#b2402d", "#ff725c", "#ffb9ad", "#f4f4f5", "#9fb7ef", "#4269d0", "#1f377c"],
    dark: ["#ffb9ad", "#f0644e", "#7a3129", "#24272f", "#2c4383", "#5f84e6", "#b0c3f6"],
  },
]

const [SEQUENTIAL] = OWN_SCALES

/** The scale of figures that state none, as Plotly writes scales: pairs of a place between 0 and 1 and a colour. */
export const sequentialScale = (scheme: Scheme): [number, string][] => spread(SEQUENTIAL?.[scheme] ?? [])

/** A trace, a marker or an axis of colours, with the runtime's own scale as it is in this theme. Any other scale stays. */
export function withThemedScale<T extends Record<string, unknown>>(part: T, scheme: Scheme): T {
  if (scheme === "light") return part
  return {
    ...part,
    ...("colorscale" in part ? { colorscale: themed(part["colorscale"], scheme) } : {}),
    ...(isFields(part["marker"]) ? { marker: withThemedScale(part["marker"], scheme) } : {}),
  }
}

/** The same for the axes of colours of a layout. */
export function withThemedColorAxes(layout: Record<string, unknown>, scheme: Scheme): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(layout).map(([name, value]) => [
      name,
      name.startsWith("coloraxis") && isFields(value) ? withThemedScale(value, scheme) : value,
    ]),
  )
}

function themed(scale: unknown, scheme: Scheme): unknown {
  if (!Array.isArray(scale)) return scale
  const colours = scale.map((stop: unknown) => (Array.isArray(stop) ? String(stop[1]).toLowerCase() : ""))
  const own = OWN_SCALES.find(({ light }) => light.join() === colours.join())
  return own ? spread(own[scheme]) : scale
}

const spread = (colours: readonly string[]): [number, string][] =>
  colours.map((colour, at) => [at / (colours.length - 1), colour])

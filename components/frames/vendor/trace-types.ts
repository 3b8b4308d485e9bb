/** What the cartesian bundle draws; any other trace type needs the full one. */
const CARTESIAN_TYPES: ReadonlySet<string> = new Set([
  "bar",
  "box",
  "contour",
  "heatmap",
  "histogram",
  "histogram2d",
  "histogram2dcontour",
  "image",
  "pie",
  "scatter",
  "scatterternary",
  "violin",
])

/** Up to here SVG is quick enough; beyond it WebGL is worth its 3 MB. */
const MAX_SVG_POINTS = 20_000

export type Trace = Record<string, unknown>

/**
 * Plotly Express turns scatter plots of more than 1,000 points into WebGL; a few thousand draw as fast in SVG, look
 * sharper, and spare the full bundle.
 */
export function withoutNeedlessWebgl(traces: readonly Trace[]): Trace[] {
  const total = traces.reduce((sum, trace) => sum + pointCountOf(trace), 0)
  if (total > MAX_SVG_POINTS) return [...traces]
  return traces.map((trace) => (trace.type === "scattergl" ? { ...trace, type: "scatter" } : trace))
}

/** Whether the figure needs Plotly's full bundle. */
export function needsFullPlotly(traces: readonly Trace[], layout: Record<string, unknown>): boolean {
  if (Object.keys(layout).some((name) => /^(geo|scene|polar|map|mapbox|smith)\d*$/.test(name))) return true
  return traces.some(({ type }) => typeof type === "string" && !CARTESIAN_TYPES.has(type))
}

function pointCountOf(trace: Trace): number {
  return Math.max(lengthOf(trace.x), lengthOf(trace.y))
}

const BYTES_BY_DTYPE: Record<string, number> = { i1: 1, u1: 1, c1: 1, i2: 2, u2: 2, i4: 4, u4: 4, f4: 4, f8: 8 }

/** Of an array, or of Plotly's base64 form `{dtype, bdata}`. */
function lengthOf(values: unknown): number {
  if (Array.isArray(values)) return values.length
  if (typeof values !== "object" || values === null || !("bdata" in values) || !("dtype" in values)) return 0
  const { bdata, dtype } = values
  if (typeof bdata !== "string" || typeof dtype !== "string") return 0
  return Math.floor((bdata.length * 3) / 4 / (BYTES_BY_DTYPE[dtype] ?? 8))
}

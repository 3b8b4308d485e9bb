import cartesian from "plotly.js-cartesian-dist-min"
import type { FrameTheme } from "../frame-messages.ts"
import { loadScript } from "./load-script.ts"
import { isFields, merge } from "./merge.ts"
import { withThemedColorAxes, withThemedScale } from "./own-scales.ts"
import { plotlyTemplate } from "./plotly-template.ts"
import type { PlotlyElement, PlotlyLibrary } from "./plotly-types.ts"
import { needsFullPlotly, withoutNeedlessWebgl, type Trace } from "./trace-types.ts"

export type Look = { theme: FrameTheme; categorical: readonly string[] }
export type SizePx = { width: number; height: number }

export type DrawnFigure = {
  resize: (size: SizePx) => Promise<void>
  /** A PNG data URL at twice the size, on the page's surface. */
  toImage: (size: SizePx) => Promise<string>
  remove: () => void
}

let full: PlotlyLibrary | null = null

/** Draws a Plotly figure into `host`, in place when `host` already shows one. */
export async function drawPlotly(host: PlotlyElement, spec: unknown, look: Look, size: SizePx): Promise<DrawnFigure> {
  const figure = isFields(spec) ? spec : {}
  const traces = withoutNeedlessWebgl(Array.isArray(figure.data) ? figure.data.filter(isFields) : []).map((trace) =>
    withThemedScale(trace, look.theme.colorScheme),
  )
  const stated = isFields(figure.layout) ? figure.layout : {}
  const library = await libraryFor(traces, stated)
  if (host.dataset.library !== undefined && host.dataset.library !== nameOf(library)) library.purge(host)
  host.dataset.library = nameOf(library)

  const isTouch = matchMedia("(pointer: coarse)").matches
  const layout = {
    ...withTemplate(stated, look),
    ...size,
    autosize: false,
    // A finger that meets a figure wants to scroll the page.
    ...(isTouch ? { dragmode: false } : {}),
  }
  const config = {
    displaylogo: false,
    displayModeBar: "hover",
    modeBarButtonsToRemove: ["toImage", "select2d", "lasso2d", "autoScale2d", "sendDataToCloud"],
    plotGlPixelRatio: 1,
    showSendToCloud: false,
    topojsonURL: `${location.origin}/vendor/`,
    ...(isTouch ? { displayModeBar: false } : {}),
  }
  await library.react(host, traces, layout, config)
  return {
    resize: async (next) => void (await library.relayout(host, next)),
    toImage: (next) =>
      library.toImage(
        { data: traces, layout: { ...layout, ...next, paper_bgcolor: look.theme.surface }, config },
        { format: "png", ...next, scale: 2 },
      ),
    remove: () => library.purge(host),
  }
}

/** The page's look beneath whatever the figure and its own template state. */
function withTemplate(layout: Record<string, unknown>, { theme, categorical }: Look): Record<string, unknown> {
  const template = plotlyTemplate(theme, categorical)
  const own = isFields(layout.template) ? layout.template : {}
  const title = layout.title
  const hasTitle = typeof title === "string" ? title !== "" : isFields(title) && Boolean(title.text)
  const themed = withThemedColorAxes(layout, theme.colorScheme)
  const merged: Record<string, unknown> = { ...themed, template: merge(template, own) }
  // Margins that Plotly Express fixes for its own template leave room for nothing here.
  if (isFields(layout.margin) && layout.margin.t === 60 && !hasTitle) merged.margin = { ...layout.margin, t: 12 }
  return merged
}

async function libraryFor(traces: readonly Trace[], layout: Record<string, unknown>): Promise<PlotlyLibrary> {
  if (needsFullPlotly(traces, layout)) {
    if (!full) {
      await loadScript("plotly-full.js")
      full = window.Plotly ?? null
    }
    if (!full) throw new Error("The chart library could not be loaded. Reload the page.")
    return full
  }
  return cartesian
}

const nameOf = (library: PlotlyLibrary) => (library === cartesian ? "cartesian" : "full")

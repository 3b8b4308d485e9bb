import type { FrameTheme } from "../frame-messages.ts"
import { sequentialScale } from "./own-scales.ts"

export const FRAME_FONT = '"Inter Variable", ui-sans-serif, system-ui, sans-serif'

/** Plotly's defaults in the page's look. What a figure states itself stays. */
export function plotlyTemplate(theme: FrameTheme, categorical: readonly string[]): Record<string, unknown> {
  const axis = {
    automargin: true,
    gridcolor: theme.border,
    linecolor: theme.border,
    zerolinecolor: theme.border,
    zerolinewidth: 1,
    ticks: "",
    ticklabelposition: "outside",
    tickfont: { color: theme.textMuted, size: 11 },
    title: { font: { color: theme.textMuted, size: 12 }, standoff: 8 },
  }
  const scale = sequentialScale(theme.colorScheme)
  return {
    layout: {
      colorway: [...categorical],
      font: { family: FRAME_FONT, size: 12, color: theme.text },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      margin: { l: 12, r: 12, t: 12, b: 12, autoexpand: true },
      title: { font: { size: 13 }, x: 0, xref: "paper", xanchor: "left", automargin: true, yref: "container", y: 0.98 },
      hoverlabel: {
        bgcolor: theme.surface,
        bordercolor: theme.border,
        font: { family: FRAME_FONT, size: 12, color: theme.text },
        align: "left",
      },
      legend: {
        orientation: "h",
        x: 0,
        xanchor: "left",
        y: 1.02,
        yanchor: "bottom",
        font: { size: 11, color: theme.textMuted },
        title: { font: { size: 11, color: theme.textMuted } },
      },
      xaxis: { ...axis, showgrid: false, showline: true },
      yaxis: { ...axis, showgrid: true, showline: false },
      colorscale: { sequential: scale },
      coloraxis: {
        colorbar: { outlinewidth: 0, ticks: "", thickness: 10, tickfont: { color: theme.textMuted, size: 11 } },
      },
      annotationdefaults: { font: { color: theme.text, size: 12 }, arrowcolor: theme.textMuted },
      separators: separatorsOf(),
    },
    data: {
      bar: [{ marker: { line: { width: 0 } } }],
      scatter: [{ line: { width: 2 } }],
      pie: [{ marker: { line: { color: theme.surface, width: 1.5 } }, textfont: { size: 11 } }],
      heatmap: [{ colorscale: scale, colorbar: { outlinewidth: 0, thickness: 10, ticks: "" } }],
      histogram: [{ marker: { line: { width: 0 } } }],
    },
  }
}

/** Plotly knows no locale beyond its own files: the reader's decimal mark and grouping are told it by hand. */
function separatorsOf(): string {
  const parts = new Intl.NumberFormat().formatToParts(12_345_678.9)
  const mark = (type: string, fallback: string) => parts.find((part) => part.type === type)?.value ?? fallback
  return mark("decimal", ".") + mark("group", " ")
}

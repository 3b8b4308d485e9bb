import type { FrameTheme } from "../frame-messages.ts"
import { FRAME_FONT } from "./plotly-template.ts"

/** Vega-Lite's `config` in the page's look. What a chart configures itself stays. */
export function vegaConfig(theme: FrameTheme, categorical: readonly string[]): Record<string, unknown> {
  return {
    background: null,
    font: FRAME_FONT,
    padding: 8,
    view: { stroke: null },
    axis: {
      domainColor: theme.border,
      gridColor: theme.border,
      labelColor: theme.textMuted,
      titleColor: theme.textMuted,
      titleFontWeight: 400,
      labelFontSize: 11,
      titleFontSize: 12,
      ticks: false,
      labelPadding: 6,
    },
    axisX: { grid: false },
    axisY: { domain: false },
    legend: {
      labelColor: theme.textMuted,
      titleColor: theme.textMuted,
      titleFontWeight: 400,
      orient: "top",
      symbolType: "circle",
    },
    header: { labelColor: theme.textMuted, titleColor: theme.textMuted },
    title: { color: theme.text, fontSize: 13, fontWeight: 600, anchor: "start", subtitleColor: theme.textMuted },
    text: { color: theme.text },
    range: { category: [...categorical] },
    mark: { color: categorical[0] },
    bar: { cornerRadiusEnd: 2 },
    line: { strokeWidth: 2 },
  }
}

import type * as VegaBundle from "./vega.ts"

/** The few parts of Plotly that are used; its own types describe figures, which here are data of unknown shape. */
export type PlotlyElement = HTMLElement & { on?: (event: string, handler: () => void) => void }

export type PlotlyLibrary = {
  react: (element: HTMLElement, data: unknown[], layout: object, config: object) => Promise<PlotlyElement>
  relayout: (element: HTMLElement, changes: object) => Promise<unknown>
  purge: (element: HTMLElement) => void
  toImage: (figure: object, options: object) => Promise<string>
}

declare global {
  interface Window {
    Plotly?: PlotlyLibrary
    cardloomVega?: typeof VegaBundle
  }
}

import type { TopLevelSpec } from "vega-lite"
import { loadScript } from "./load-script.ts"
import { isFields, merge } from "./merge.ts"
import type { DrawnFigure, Look, SizePx } from "./plotly-figure.ts"
import type * as VegaBundle from "./vega.ts"
import { vegaConfig } from "./vega-theme.ts"

type Fields = Record<string, unknown>
type VegaView = InstanceType<typeof VegaBundle.View>

/** Nothing is fetched: data travels in the specification. */
const closedLoader = {
  load: () => Promise.reject(new Error("a chart may not load data from elsewhere: put it into the chart")),
  sanitize: (uri: string) =>
    uri.startsWith("data:image/")
      ? Promise.resolve({ href: uri })
      : Promise.reject(new Error("links and pictures from elsewhere are switched off in charts")),
  http: () => Promise.reject(new Error("switched off")),
  file: () => Promise.reject(new Error("switched off")),
  options: {},
}

const COMPOSED = ["hconcat", "vconcat", "concat", "repeat", "facet"]

/** Draws a Vega-Lite chart into `host`; what was there stays until the new view is ready. */
export async function drawVega(
  host: HTMLElement,
  spec: unknown,
  look: Look,
  size: SizePx,
  previous: DrawnFigure | null,
): Promise<DrawnFigure> {
  await loadScript("vega.js")
  const vega = window.cardloomVega
  if (!vega) throw new Error("The chart library could not be loaded. Reload the page.")
  const source = isFields(spec) ? spec : {}
  const isComposed = COMPOSED.some((name) => name in source)

  const draw = async (into: HTMLElement, sizePx: SizePx): Promise<VegaView> => {
    const config = merge(vegaConfig(look.theme, look.categorical), isFields(source.config) ? source.config : {})
    const chart = fitted({ ...source, config }, isComposed, sizePx)
    if (!isChart(chart)) throw new Error("this is not a Vega-Lite chart")
    const view = new vega.View(vega.parse(vega.compile(chart).spec, undefined, { ast: true }), {
      expr: vega.expressionInterpreter,
      loader: closedLoader,
      logLevel: vega.LOG_ERRORS,
      renderer: "svg",
      container: into,
      hover: true,
    })
    return view.runAsync()
  }

  let layer = newLayer(isComposed)
  let view = await draw(layer, size)
  previous?.remove()
  host.replaceChildren(layer)

  return {
    async resize(next) {
      if (isComposed) return
      const nextLayer = newLayer(isComposed)
      const nextView = await draw(nextLayer, next)
      view.finalize()
      layer.replaceWith(nextLayer)
      layer = nextLayer
      view = nextView
    },
    toImage: async () => {
      const canvas = await view.toCanvas(2)
      return onSurface(canvas, look.theme.surface)
    },
    remove() {
      view.finalize()
      layer.remove()
    },
  }
}

/** Single views fill their box; composed ones keep their size and scroll. */
function fitted(spec: Fields, isComposed: boolean, { width, height }: SizePx): Fields {
  if (isComposed) return spec
  return {
    ...spec,
    width: Math.max(40, width),
    height: Math.max(40, height),
    autosize: { type: "fit", contains: "padding" },
  }
}

const VIEWS = ["mark", "layer", ...COMPOSED, "spec"]
const isChart = (spec: Fields): spec is Fields & TopLevelSpec => VIEWS.some((name) => name in spec)

function newLayer(scrolls: boolean): HTMLElement {
  const layer = document.createElement("div")
  layer.style.cssText = `position:absolute;inset:0;overflow:${scrolls ? "auto" : "hidden"}`
  return layer
}

function onSurface(canvas: HTMLCanvasElement, surface: string): string {
  const flat = document.createElement("canvas")
  flat.width = canvas.width
  flat.height = canvas.height
  const context = flat.getContext("2d")
  if (context) {
    context.fillStyle = surface
    context.fillRect(0, 0, flat.width, flat.height)
    context.drawImage(canvas, 0, 0)
  }
  return flat.toDataURL("image/png")
}

/**
 * The figure frame's own program: draws every figure of a dashboard into boxes that follow the page's tiles.
 * Figures are data; nothing here runs what a card wrote.
 */
import interUrl from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
import type { FigureBox, FigureCommand, FigureFrameMessage, FigureKind } from "../frame-messages.ts"
import { FRAME_FONT } from "./plotly-template.ts"
import { drawPlotly, type DrawnFigure, type Look } from "./plotly-figure.ts"
import { drawVega } from "./vega-figure.ts"

type Figure = {
  host: HTMLElement
  box: FigureBox | null
  wanted: { kind: FigureKind; spec: unknown; revision: number } | null
  drawn: { figure: DrawnFigure; kind: FigureKind; revision: number; width: number; height: number; look: Look } | null
}

const figures = new Map<string, Figure>()
let look: Look | null = null
let port: MessagePort | null = null
let working = false

const post = (message: FigureFrameMessage) => port?.postMessage(message)
const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 2000)

function figureOf(key: string): Figure {
  const known = figures.get(key)
  if (known) return known
  const host = document.createElement("div")
  host.className = "figure"
  document.body.append(host)
  const figure: Figure = { host, box: null, wanted: null, drawn: null }
  figures.set(key, figure)
  return figure
}

function obey(command: FigureCommand): void {
  switch (command.type) {
    case "theme":
      look = { theme: command.theme, categorical: command.categorical }
      document.documentElement.style.colorScheme = command.theme.colorScheme
      document.body.style.color = command.theme.text
      break
    case "draw":
      figureOf(command.key).wanted = { kind: command.kind, spec: command.spec, revision: command.revision }
      break
    case "place":
      for (const box of command.boxes) place(box)
      break
    case "remove":
      remove(command.key)
      break
    case "image":
      void sendImage(command)
      break
  }
  void work()
}

function place(box: FigureBox): void {
  const figure = figureOf(box.key)
  figure.box = box
  const { style } = figure.host
  style.transform = `translate(${box.x}px, ${box.y}px)`
  style.width = `${box.width}px`
  style.height = `${box.height}px`
  style.opacity = box.stale ? "0.55" : "1"
}

function remove(key: string): void {
  const figure = figures.get(key)
  if (!figure) return
  figures.delete(key)
  figure.drawn?.figure.remove()
  figure.host.remove()
}

/** Draws one figure after another, those in view first, and lets the browser paint in between. */
async function work(): Promise<void> {
  if (working) return
  working = true
  for (let next = nextToDraw(); next; next = nextToDraw()) {
    await draw(...next)
    await new Promise<void>((resolve) => setTimeout(resolve))
  }
  working = false
}

function nextToDraw(): [string, Figure] | undefined {
  if (!look) return undefined
  const waiting = [...figures].filter(([, figure]) => isBehind(figure))
  return waiting.find(([, figure]) => figure.box?.inView) ?? waiting[0]
}

function isBehind({ box, wanted, drawn }: Figure): boolean {
  if (!box || !wanted || box.width < 1 || box.height < 1) return false
  return (
    drawn?.revision !== wanted.revision ||
    drawn.look !== look ||
    Math.abs(drawn.width - box.width) >= 1 ||
    Math.abs(drawn.height - box.height) >= 1
  )
}

async function draw(key: string, figure: Figure): Promise<void> {
  const { box, wanted, drawn } = figure
  if (!box || !wanted || !look) return
  const size = { width: Math.floor(box.width), height: Math.floor(box.height) }
  const lookNow = look
  const state = { kind: wanted.kind, revision: wanted.revision, width: box.width, height: box.height, look: lookNow }
  try {
    if (drawn && drawn.revision === wanted.revision && drawn.look === lookNow) {
      await drawn.figure.resize(size)
      figure.drawn = { ...state, figure: drawn.figure }
      return
    }
    const sameKind = drawn?.kind === wanted.kind
    if (drawn && !sameKind) {
      drawn.figure.remove()
      figure.host.replaceChildren()
      figure.drawn = null
    }
    const next =
      wanted.kind === "plotly"
        ? await drawPlotly(figure.host, wanted.spec, lookNow, size)
        : await drawVega(figure.host, wanted.spec, lookNow, size, sameKind ? (drawn?.figure ?? null) : null)
    figure.drawn = { ...state, figure: next }
    post({ type: "drawn", key, revision: wanted.revision })
  } catch (error) {
    // Counted as drawn, or it would be tried for ever.
    figure.drawn = { ...state, figure: drawn?.figure ?? NOTHING_DRAWN }
    post({ type: "failed", key, revision: wanted.revision, message: wordsOf(error) })
  }
}

const NOTHING_DRAWN: DrawnFigure = {
  resize: () => Promise.resolve(),
  toImage: () => Promise.reject(new Error("there is no figure to save")),
  remove: () => {},
}

async function sendImage({
  requestId,
  key,
  widthPx,
  heightPx,
}: Extract<FigureCommand, { type: "image" }>): Promise<void> {
  try {
    const drawn = figures.get(key)?.drawn
    if (!drawn) throw new Error("the figure is not drawn yet")
    post({ type: "image", requestId, dataUrl: await drawn.figure.toImage({ width: widthPx, height: heightPx }) })
  } catch (error) {
    post({ type: "imageFailed", requestId, message: wordsOf(error) })
  }
}

const style = document.createElement("style")
style.textContent = `
@font-face { font-family: "Inter Variable"; src: url(${interUrl}) format("woff2"); font-weight: 100 900; }
html, body { margin: 0; height: 100%; overflow: hidden; background: transparent; font: 12px/1.4 ${FRAME_FONT}; }
.figure { position: absolute; inset: 0 auto auto 0; overflow: hidden; transition: opacity 120ms; }
@media (pointer: coarse) { .figure, .figure * { touch-action: pan-y !important; } }
@media (prefers-reduced-motion: reduce) { .figure { transition: none; } }
`
document.head.append(style)
document.addEventListener("pointerdown", () => post({ type: "pressed" }), true)
document.addEventListener("keydown", ({ key }) => key === "Escape" && post({ type: "escape" }), true)

window.addEventListener(
  "cardloom-port",
  (event) => {
    if (!(event instanceof CustomEvent) || !(event.detail instanceof MessagePort)) return
    port = event.detail
    // The port comes from the page itself (the bootstrap has checked): its commands are trusted to have their shape.
    port.onmessage = ({ data }: MessageEvent<FigureCommand>) => obey(data)
  },
  { once: true },
)

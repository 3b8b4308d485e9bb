import { z } from "zod"

/** What a frame says to its page: hostile input, so every message is parsed. */

/** Posted to the window, before there is a port. */
export const FrameGreeting = z.strictObject({ cardloom: z.enum(["ready", "failed"]) })

const MAX_HEIGHT_PX = 20_000
const MAX_IMAGE_CHARACTERS = 40_000_000

const pressed = z.strictObject({ type: z.literal("pressed") })
const escape = z.strictObject({ type: z.literal("escape") })

export const HtmlFrameMessage = z.discriminatedUnion("type", [
  /** The document's height at the frame's present width. */
  z.strictObject({ type: z.literal("height"), heightPx: z.int().min(0).max(MAX_HEIGHT_PX).catch(MAX_HEIGHT_PX) }),
  z.strictObject({ type: z.literal("shown") }),
  pressed,
  escape,
])
export type HtmlFrameMessage = z.infer<typeof HtmlFrameMessage>

const key = z.string().min(1).max(200)
const requestId = z.int().nonnegative()
export const FigureFrameMessage = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("drawn"), key, revision: z.int() }),
  z.strictObject({ type: z.literal("failed"), key, revision: z.int(), message: z.string().max(2000) }),
  z.strictObject({
    type: z.literal("image"),
    requestId,
    dataUrl: z.string().max(MAX_IMAGE_CHARACTERS).startsWith("data:image/png;base64,"),
  }),
  z.strictObject({ type: z.literal("imageFailed"), requestId, message: z.string().max(2000) }),
  pressed,
  escape,
])
export type FigureFrameMessage = z.infer<typeof FigureFrameMessage>

/** The page's tokens as frames need them; `colorScheme` and CSS colours. */
export type FrameTheme = {
  colorScheme: "light" | "dark"
  text: string
  textMuted: string
  border: string
  surface: string
  accent: string
  positive: string
  negative: string
}

export type FigureKind = "plotly" | "vega"

/** Where one figure lies, in px from the frame's corner. `inView` ones are drawn first. */
export type FigureBox = {
  key: string
  x: number
  y: number
  width: number
  height: number
  inView: boolean
  stale: boolean
}

/** What the page says to the figure frame. */
export type FigureCommand =
  | { type: "theme"; theme: FrameTheme; categorical: readonly string[] }
  | { type: "draw"; key: string; revision: number; kind: FigureKind; spec: unknown }
  | { type: "place"; boxes: FigureBox[] }
  | { type: "remove"; key: string }
  | { type: "image"; requestId: number; key: string; widthPx: number; heightPx: number }

/** What the page says to an HTML frame. */
export type HtmlCommand = { type: "theme"; theme: FrameTheme } | { type: "html"; html: string; style: string }

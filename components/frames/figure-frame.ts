import { CATEGORICAL } from "#lib/domain/palette.ts"
import { connectFrame, type FrameConnection } from "./connect-frame.ts"
import {
  FigureFrameMessage,
  type FigureBox,
  type FigureCommand,
  type FigureKind,
  type FrameTheme,
} from "./frame-messages.ts"

export type FigureEvents = {
  onDrawn: () => void
  onFailed: (message: string) => void
}

type FrameEvents = {
  onPressed: () => void
  onEscape: () => void
}

/** The page's hold on the one frame that draws its figures. Knows nothing of React. */
export class FigureFrame {
  #connection: FrameConnection<FigureCommand>
  #figures = new Map<string, { revision: number; events: FigureEvents }>()
  #images = new Map<number, { resolve: (dataUrl: string) => void; reject: (error: Error) => void }>()
  #lastRequestId = 0
  #lastRevision = 0
  #events: FrameEvents
  #failure: string | null = null

  constructor(iframe: HTMLIFrameElement, events: FrameEvents) {
    this.#events = events
    this.#connection = connectFrame(iframe, "/frame?figures", {
      incoming: FigureFrameMessage,
      onMessage: (message) => this.#hear(message),
      onFailure: () => this.#fail(),
    })
  }

  setTheme(theme: FrameTheme): void {
    this.#connection.post({ type: "theme", theme, categorical: CATEGORICAL })
  }

  /** Draws a figure, or replaces it in place. It shows once its box is placed. */
  draw(key: string, kind: FigureKind, spec: unknown, events: FigureEvents): void {
    this.#lastRevision += 1
    this.#figures.set(key, { revision: this.#lastRevision, events })
    if (this.#failure !== null) events.onFailed(this.#failure)
    this.#connection.post({ type: "draw", key, revision: this.#lastRevision, kind, spec })
  }

  place(boxes: FigureBox[]): void {
    this.#connection.post({ type: "place", boxes })
  }

  remove(key: string): void {
    this.#figures.delete(key)
    this.#connection.post({ type: "remove", key })
  }

  /** A PNG data URL of a drawn figure. */
  toImage(key: string, widthPx: number, heightPx: number): Promise<string> {
    this.#lastRequestId += 1
    const requestId = this.#lastRequestId
    return new Promise((resolve, reject) => {
      this.#images.set(requestId, { resolve, reject })
      this.#connection.post({ type: "image", requestId, key, widthPx, heightPx })
    })
  }

  close(): void {
    for (const { reject } of this.#images.values()) reject(new Error("The chart was closed."))
    this.#connection.close()
  }

  #fail(): void {
    this.#failure = "The chart library could not be loaded. Reload the page."
    for (const { events } of this.#figures.values()) events.onFailed(this.#failure)
  }

  #hear(message: FigureFrameMessage): void {
    switch (message.type) {
      case "drawn":
      case "failed": {
        const figure = this.#figures.get(message.key)
        // Late words about a figure that was replaced meanwhile.
        if (!figure || figure.revision !== message.revision) return
        if (message.type === "drawn") figure.events.onDrawn()
        else figure.events.onFailed(message.message)
        return
      }
      case "image":
        this.#images.get(message.requestId)?.resolve(message.dataUrl)
        this.#images.delete(message.requestId)
        return
      case "imageFailed":
        this.#images.get(message.requestId)?.reject(new Error(message.message))
        this.#images.delete(message.requestId)
        return
      case "pressed":
        this.#events.onPressed()
        return
      case "escape":
        this.#events.onEscape()
        return
    }
  }
}

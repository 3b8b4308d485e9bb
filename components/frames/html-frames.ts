import { connectFrame, type FrameConnection } from "./connect-frame.ts"
import { forwardEscape, forwardPress } from "./frame-input.ts"
import { HtmlFrameMessage, type FrameTheme, type HtmlCommand } from "./frame-messages.ts"
import { htmlFrameStyle } from "./frame-theme.ts"
import { hasScripts } from "./has-scripts.ts"

type OneFrame = { iframe: HTMLIFrameElement; connection: FrameConnection<HtmlCommand>; ranScripts: boolean }

type HtmlEvents = {
  onShown: () => void
  onHeight: (heightPx: number) => void
}

/**
 * Author HTML in `container`, in a sandboxed frame. Plain HTML is replaced in place; where scripts have run the next
 * HTML gets a fresh frame (or its `const`s would already be declared), which takes over once it shows.
 */
export class HtmlFrames {
  #container: HTMLElement
  #title: string
  #events: HtmlEvents
  #theme: FrameTheme | null = null
  #shown: OneFrame | null = null
  #next: OneFrame | null = null

  constructor(container: HTMLElement, title: string, events: HtmlEvents) {
    this.#container = container
    this.#title = title
    this.#events = events
  }

  setTheme(theme: FrameTheme): void {
    this.#theme = theme
    for (const frame of [this.#shown, this.#next]) frame?.connection.post({ type: "theme", theme })
  }

  show(html: string): void {
    this.#drop(this.#next)
    this.#next = null
    if (this.#shown && !this.#shown.ranScripts) {
      this.#fill(this.#shown, html)
      return
    }
    this.#next = this.#open()
    this.#fill(this.#next, html)
  }

  close(): void {
    this.#drop(this.#shown)
    this.#drop(this.#next)
    this.#shown = this.#next = null
  }

  #fill(frame: OneFrame, html: string): void {
    frame.ranScripts = hasScripts(html)
    frame.connection.post({ type: "html", html, style: htmlFrameStyle })
  }

  #open(): OneFrame {
    const iframe = document.createElement("iframe")
    iframe.title = this.#title
    iframe.setAttribute("sandbox", "allow-scripts")
    iframe.style.cssText = "position:absolute;inset:0;width:100%;height:100%;border:0;opacity:0;pointer-events:none"
    this.#container.append(iframe)
    const connection = connectFrame<HtmlFrameMessage, HtmlCommand>(iframe, "/frame", {
      incoming: HtmlFrameMessage,
      onMessage: (message) => this.#hear(frame, message),
    })
    const frame: OneFrame = { iframe, connection, ranScripts: false }
    if (this.#theme) connection.post({ type: "theme", theme: this.#theme })
    return frame
  }

  #hear(frame: OneFrame, message: HtmlFrameMessage): void {
    switch (message.type) {
      case "shown":
        this.#takeOver(frame)
        return
      case "height":
        this.#events.onHeight(message.heightPx)
        return
      case "pressed":
        forwardPress(frame.iframe)
        return
      case "escape":
        forwardEscape(frame.iframe)
        return
    }
  }

  #takeOver(frame: OneFrame): void {
    if (frame === this.#next) {
      this.#drop(this.#shown)
      this.#shown = frame
      this.#next = null
      frame.iframe.style.opacity = "1"
      frame.iframe.style.pointerEvents = ""
    }
    this.#events.onShown()
  }

  #drop(frame: OneFrame | null): void {
    frame?.connection.close()
    frame?.iframe.remove()
  }
}

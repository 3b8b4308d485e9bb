/**
 * The first script of every frame. It runs inside the sandbox, before anything a card wrote, and is sent there as
 * text (see frame-document.ts): so it may refer to nothing outside its own body, and checks messages by hand.
 *
 * It closes the ways out that the frame's CSP leaves open, then waits for one MessagePort from the page. Browser
 * functions are captured before author code could replace them.
 */
export function frameBootstrap(): void {
  const apply = Reflect.apply
  const lock = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { value, writable: false, configurable: false })

  // Chromium ignores CSP's webrtc 'block', and WebRTC is a network.
  for (const name of Object.getOwnPropertyNames(window)) if (/RTC/.test(name)) lock(window, name, undefined)

  // frame-src 'none' stops neither srcdoc nor javascript: frames, whose fresh realm would have WebRTC again. They
  // start in a later task, so that removing them in the microtask after their insertion is soon enough.
  const NESTED = "iframe,frame,object,embed,fencedframe,portal"
  const queryDocument = Document.prototype.querySelector
  const queryFragment = DocumentFragment.prototype.querySelector
  const removeElement = Element.prototype.remove
  const observe = MutationObserver.prototype.observe
  const NativeObserver = MutationObserver
  const forbidNested = (root: Node, query: (selector: string) => Element | null) => {
    const observer = new NativeObserver(() => {
      let nested: Element | null
      while ((nested = apply(query, root, [NESTED]))) apply(removeElement, nested, [])
    })
    apply(observe, observer, [root, { childList: true, subtree: true }])
  }
  forbidNested(document, queryDocument)
  const attachShadow = Element.prototype.attachShadow
  lock(Element.prototype, "attachShadow", function (this: Element, init: ShadowRootInit) {
    const root: ShadowRoot = apply(attachShadow, this, [init])
    forbidNested(root, queryFragment)
    return root
  })

  const open = document.open.bind(document)
  const write = document.write.bind(document)
  const close = document.close.bind(document)
  // Declarative shadow roots may be closed to the watch above: author HTML loses the attribute, scripts the parsers.
  const refuse = () => {
    throw new Error("not available inside a card")
  }
  for (const name of ["open", "write", "writeln"]) lock(Document.prototype, name, refuse)
  for (const target of [Element.prototype, ShadowRoot.prototype, Document, Document.prototype]) {
    for (const name of Object.getOwnPropertyNames(target)) if (/HTMLUnsafe/i.test(name)) lock(target, name, undefined)
  }
  lock(window, "XSLTProcessor", undefined)

  const appOrigin = location.origin
  const page = window.parent
  const isFigureFrame = location.search === "?figures"

  type Fields = Record<string, unknown>
  const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null

  const addBaseStyle = (html: string, style: string): string => {
    const safe = html.replace(/shadowrootmode/gi, "data-shadowrootmode")
    const base = `<style>${style}</style>`
    const head = /<head(\s[^>]*)?>/i.exec(safe)
    if (head) return safe.slice(0, head.index + head[0].length) + base + safe.slice(head.index + head[0].length)
    const doctype = /^\s*<!doctype[^>]*>/i.exec(safe)
    return doctype
      ? doctype[0] + base + safe.slice(doctype[0].length)
      : `<!doctype html><meta charset="utf-8">${base}${safe}`
  }

  const applyTheme = (theme: unknown) => {
    if (!isFields(theme)) return
    const root = document.documentElement
    for (const name of Object.keys(theme)) {
      const value = theme[name]
      if (name === "colorScheme" && typeof value === "string") root.style.colorScheme = value
      else if (typeof value === "string") root.style.setProperty(`--${name}`, value)
    }
  }

  const showHtml = (port: MessagePort) => {
    let theme: unknown = null
    let sizes: ResizeObserver | null = null
    const NativeResizeObserver = ResizeObserver
    const later = setTimeout.bind(window)
    const post = port.postMessage.bind(port)
    let sentHeightPx = -1
    const sendHeight = () => {
      const heightPx = Math.ceil(document.body?.getBoundingClientRect().height ?? 0)
      if (heightPx === sentHeightPx) return
      sentHeightPx = heightPx
      post({ type: "height", heightPx })
    }
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!isFields(data)) return
      if (data.type === "theme") {
        theme = data.theme
        applyTheme(theme)
      }
      if (data.type !== "html" || typeof data.html !== "string" || typeof data.style !== "string") return
      sizes?.disconnect()
      open()
      write(addBaseStyle(data.html, data.style))
      close()
      applyTheme(theme)
      document.addEventListener("pointerdown", () => post({ type: "pressed" }), true)
      document.addEventListener("keydown", (event) => event.key === "Escape" && post({ type: "escape" }), true)
      sizes = new NativeResizeObserver(sendHeight)
      if (document.body) sizes.observe(document.body)
      sendHeight()
      // Not requestAnimationFrame, which stands still in frames out of view.
      later(() => post({ type: "shown" }))
    }
  }

  const connect = (event: MessageEvent<unknown>) => {
    const port = event.ports[0]
    if (event.source !== page || event.origin !== appOrigin || !port) return
    if (!isFields(event.data) || event.data.cardloom !== "connect") return
    window.removeEventListener("message", connect)
    if (isFigureFrame) window.dispatchEvent(new CustomEvent("cardloom-port", { detail: port }))
    else showHtml(port)
  }

  const announce = () => {
    window.addEventListener("message", connect)
    page.postMessage({ cardloom: "ready" }, "*")
  }

  if (!isFigureFrame) {
    announce()
    return
  }
  const script = document.createElement("script")
  script.src = `${appOrigin}/vendor/figures.js`
  script.onload = announce
  script.onerror = () => page.postMessage({ cardloom: "failed" }, "*")
  document.head.append(script)
}

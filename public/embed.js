/*
 * Embeds Cardloom dashboards; each is as high as its content.
 *   <script src="https://bi.example.org/embed.js" async></script>
 *   <div data-cardloom-embed="https://bi.example.org/embed/TOKEN" data-theme="dark" data-title="Sales"></div>
 * or <cardloom-embed src="…" theme="…" title="…"></cardloom-embed>.
 */
;(() => {
  "use strict"
  const MIN_PX = 40
  const MAX_PX = 50000

  /** Puts a frame into `host`; answers what takes it away again, or null for an address that is no embed's. */
  const embed = (host, source, theme, title) => {
    let url
    try {
      url = new URL(source)
    } catch {
      return null
    }
    if (!/^https?:$/.test(url.protocol) || !url.pathname.startsWith("/embed/")) return null
    if (theme) url.searchParams.set("theme", theme)

    const frame = document.createElement("iframe")
    frame.title = title || "Dashboard"
    frame.loading = "lazy"
    frame.referrerPolicy = "no-referrer"
    frame.allow = "fullscreen"
    frame.style.cssText = "display:block;width:100%;height:480px;border:0;color-scheme:auto"
    const hello = () => frame.contentWindow.postMessage({ cardloom: "hello" }, url.origin)
    const hear = ({ source: from, origin, data }) => {
      if (from !== frame.contentWindow || origin !== url.origin || typeof data !== "object" || !data) return
      if (data.cardloom === "ready") hello()
      const height = data.cardloom === "size" ? data.heightPx : 0
      if (Number.isInteger(height) && height >= MIN_PX && height <= MAX_PX) frame.style.height = height + "px"
    }
    addEventListener("message", hear)
    frame.src = url.href
    host.replaceChildren(frame)
    return () => {
      removeEventListener("message", hear)
      frame.remove()
    }
  }

  class CardloomEmbed extends HTMLElement {
    static observedAttributes = ["src", "theme", "title"]
    connectedCallback() {
      this.style.display ||= "block"
      this.show()
    }
    disconnectedCallback() {
      this.end?.()
      this.end = null
    }
    attributeChangedCallback() {
      if (this.isConnected) this.show()
    }
    show() {
      this.end?.()
      this.end = embed(this, this.getAttribute("src"), this.getAttribute("theme"), this.title)
    }
  }
  if (!customElements.get("cardloom-embed")) customElements.define("cardloom-embed", CardloomEmbed)

  const start = () => {
    for (const host of document.querySelectorAll("[data-cardloom-embed]:not([data-cardloom-shown])")) {
      host.dataset.cardloomShown = ""
      embed(host, host.dataset.cardloomEmbed, host.dataset.theme, host.dataset.title)
    }
  }
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start)
  else start()
})()

import type { ColorScheme } from "#lib/browser/use-color-scheme.ts"
import type { FrameTheme } from "./frame-messages.ts"

/** The page's tokens as they stand: frames cannot see its stylesheet. */
export function readFrameTheme(colorScheme: ColorScheme): FrameTheme {
  const computed = getComputedStyle(document.documentElement)
  const token = (name: string) => computed.getPropertyValue(name).trim()
  return {
    colorScheme,
    text: token("--text"),
    textMuted: token("--text-muted"),
    border: token("--border"),
    surface: token("--surface"),
    accent: token("--accent-text"),
    positive: token("--positive"),
    negative: token("--negative"),
  }
}

/** The quietest styles under which plain author HTML looks at home; `:where` lets any rule of the author win. */
export const htmlFrameStyle = `
:where(html) { color: var(--text); background: transparent; font: 13px/1.5 ui-sans-serif, system-ui, sans-serif; }
:where(body) { margin: 0; padding: 12px; overflow-wrap: break-word; }
:where(a) { color: var(--accent); }
:where(h1, h2, h3, h4) { margin: 0 0 8px; line-height: 1.3; }
:where(h1) { font-size: 20px; } :where(h2) { font-size: 16px; } :where(h3, h4) { font-size: 14px; }
:where(p, ul, ol, table) { margin: 0 0 8px; }
:where(table) { border-collapse: collapse; font-variant-numeric: tabular-nums; }
:where(th, td) { padding: 4px 8px; border-bottom: 1px solid var(--border); text-align: left; }
:where(th) { color: var(--textMuted); font-weight: 500; }
:where(img, svg, video, canvas) { max-width: 100%; }
`

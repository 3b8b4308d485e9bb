import type { ColorScheme } from "#lib/browser/use-color-scheme.ts"
import { monaco } from "./monaco-setup.ts"

/** One theme by name for each scheme, made of the page's own tokens. */
export const themeName = (scheme: ColorScheme): string => `cardloom-${scheme}`

/** Reads the tokens as they stand now, so call it once the page shows `scheme`. */
export function defineTheme(scheme: ColorScheme): void {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => toHex(style.getPropertyValue(name))
  const rule = (scope: string, name: string, fontStyle?: string) => ({
    token: scope,
    foreground: token(name).slice(1),
    ...(fontStyle ? { fontStyle } : {}),
  })
  monaco.editor.defineTheme(themeName(scheme), {
    base: scheme === "dark" ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      rule("", "--text"),
      rule("comment", "--text-faint", "italic"),
      rule("keyword", "--accent-text"),
      rule("string", "--positive"),
      rule("string.escape", "--warning"),
      rule("number", "--warning"),
      rule("tag", "--accent-text"),
      // The inherited theme has colours of its own for SQL, and takes column names such as "month" for functions.
      rule("string.sql", "--positive"),
      rule("predefined.sql", "--text"),
      rule("operator.sql", "--text-muted"),
      rule("delimiter", "--text-muted"),
    ],
    colors: {
      "editor.background": token("--surface"),
      "editor.foreground": token("--text"),
      "editor.lineHighlightBackground": token("--surface-sunken"),
      "editor.lineHighlightBorder": "#00000000",
      "editor.selectionBackground": `${token("--accent")}44`,
      "editorLineNumber.foreground": token("--text-faint"),
      "editorLineNumber.activeForeground": token("--text"),
      "editorGutter.background": token("--surface"),
      "editorCursor.foreground": token("--text"),
      "editorIndentGuide.background1": token("--border"),
      "editorIndentGuide.activeBackground1": token("--border-strong"),
      "editorWidget.background": token("--surface-raised"),
      "editorWidget.border": token("--border-strong"),
      "editorSuggestWidget.selectedBackground": token("--surface-active"),
      "editorSuggestWidget.selectedForeground": token("--text"),
      "editorHoverWidget.background": token("--surface-raised"),
      "editorHoverWidget.border": token("--border-strong"),
      "editorError.foreground": token("--negative"),
      "input.background": token("--surface"),
      "input.border": token("--border-control"),
      focusBorder: token("--focus"),
      "scrollbar.shadow": "#00000000",
      "widget.shadow": "#00000033",
    },
  })
}

/** Monaco knows colours as #rrggbb only; the stylesheet may have been shortened by its compiler. */
function toHex(color: string): string {
  const text = color.trim()
  return /^#[0-9a-f]{3}$/i.test(text) ? `#${[...text.slice(1)].map((digit) => digit + digit).join("")}` : text
}

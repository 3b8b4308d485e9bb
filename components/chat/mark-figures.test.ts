import { renderToStaticMarkup } from "react-dom/server"
import { createElement } from "react"
import ReactMarkdown from "react-markdown"
import remarkGfm from "remark-gfm"
import { expect, test } from "vitest"
import type { Figure } from "#lib/domain/chat.ts"
import { markFigures } from "./mark-figures.ts"

/** The figures of `source`, one for each of `texts`, in order. */
function figuresIn(source: string, texts: string[]): Figure[] {
  let from = 0
  return texts.map((text) => {
    const start = source.indexOf(text, from)
    from = start + text.length
    return { part: 0, start, end: from, text, citationId: null }
  })
}

const htmlOf = (source: string, texts: string[]) =>
  renderToStaticMarkup(
    createElement(ReactMarkdown, { remarkPlugins: [remarkGfm, markFigures(figuresIn(source, texts), source)] }, source),
  ).replaceAll("\n", "")

test.each<[string, string, string[], string]>([
  [
    "a figure in a sentence",
    "Sales were 1,234 in all.",
    ["1,234"],
    '<p>Sales were <span data-figure="0">1,234</span> in all.</p>',
  ],
  [
    "two figures side by side",
    "12 of 40",
    ["12", "40"],
    '<p><span data-figure="0">12</span> of <span data-figure="1">40</span></p>',
  ],
  [
    "a figure in bold",
    "It is **55.9 °F** warm.",
    ["55.9"],
    '<p>It is <strong><span data-figure="0">55.9</span> °F</strong> warm.</p>',
  ],
  [
    "markup that ends inside a figure",
    "**12**%",
    ["12**%"],
    '<p><strong><span data-figure="0">12</span></strong><span data-figure="0">%</span></p>',
  ],
  [
    "a figure after an escape",
    "a\\*b is 7 and 8",
    ["7", "8"],
    '<p>a*b is <span data-figure="0">7</span> and <span data-figure="1">8</span></p>',
  ],
  ["a figure in code", "it is `42`", ["42"], '<p>it is <span data-figure="0"><code>42</code></span></p>'],
  [
    "a figure in a table",
    "| a |\n| - |\n| 5 |",
    ["5"],
    '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><span data-figure="0">5</span></td></tr></tbody></table>',
  ],
  ["text without figures", "nothing to count", [], "<p>nothing to count</p>"],
])("marks %s", (_, source, texts, html) => expect(htmlOf(source, texts)).toBe(html))

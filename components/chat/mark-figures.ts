import type { Figure } from "#lib/domain/chat.ts"

/** As much of a Markdown syntax tree's nodes as is needed here. */
export type MarkdownNode = {
  type: string
  value?: string
  children?: MarkdownNode[]
  position?: { start: { offset?: number | undefined }; end: { offset?: number | undefined } } | undefined
  data?: { hName?: string; hProperties?: Record<string, string> }
}

/** Where, in the elements that figures become, their place in the list is written. */
export const FIGURE_ATTRIBUTE = "data-figure"

/**
 * A remark plugin: wraps each figure of the text in a span that carries the figure's place in `figures`.
 * A figure's `start` and `end` count in the Markdown source, whatever markup surrounds it or runs through it.
 */
export const markFigures = (figures: readonly Figure[], source: string) => () => (tree: MarkdownNode) =>
  markWithin(tree, figures, source)

function markWithin(node: MarkdownNode, figures: readonly Figure[], source: string): void {
  if (!node.children) return
  node.children = node.children.flatMap((child) => {
    if (child.type === "text") return pieces(child, figures, source)
    if (child.type === "inlineCode") return wrapCode(child, figures)
    markWithin(child, figures, source)
    return [child]
  })
}

type Mark = { from: number; to: number; place: number }

function pieces(node: MarkdownNode, figures: readonly Figure[], source: string): MarkdownNode[] {
  const { value = "" } = node
  const parts: MarkdownNode[] = []
  let done = 0
  for (const { from, to, place } of marksIn(node, figures, source)) {
    if (from < done) continue
    if (from > done) parts.push({ type: "text", value: value.slice(done, from) })
    parts.push(wrapped(place, { type: "text", value: value.slice(from, to) }))
    done = to
  }
  if (done === 0) return [node]
  if (done < value.length) parts.push({ type: "text", value: value.slice(done) })
  return parts
}

/** The figures inside a text node, counted in its value. */
function marksIn(node: MarkdownNode, figures: readonly Figure[], source: string): Mark[] {
  const { value = "" } = node
  const start = node.position?.start.offset
  const end = node.position?.end.offset
  if (start === undefined || end === undefined) return []
  const isVerbatim = source.slice(start, end) === value
  let searchFrom = 0
  return figures.flatMap((figure, place) => {
    if (figure.end <= start || figure.start >= end) return []
    if (isVerbatim)
      return [{ from: Math.max(0, figure.start - start), to: Math.min(value.length, figure.end - start), place }]
    // Escapes and entities make the value shorter than the source: there the figure is looked for.
    const from = value.indexOf(figure.text, searchFrom)
    if (from < 0) return []
    searchFrom = from + figure.text.length
    return [{ from, to: searchFrom, place }]
  })
}

/** Code is one piece: its first figure vouches for all of it. */
function wrapCode(node: MarkdownNode, figures: readonly Figure[]): MarkdownNode[] {
  const start = node.position?.start.offset ?? 0
  const end = node.position?.end.offset ?? 0
  const place = figures.findIndex((figure) => figure.start >= start && figure.end <= end)
  return [place < 0 ? node : wrapped(place, node)]
}

const wrapped = (place: number, child: MarkdownNode): MarkdownNode => ({
  type: "figure",
  data: { hName: "span", hProperties: { [FIGURE_ATTRIBUTE]: String(place) } },
  children: [child],
})

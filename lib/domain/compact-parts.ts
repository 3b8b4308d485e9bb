import type { ChatPart } from "./chat.ts"

/** Bytes that an answer may take in history: DynamoDB's items stop at 400 KB. */
const MAX_BYTES = 300_000
const MAX_TEXT_CHARACTERS = 60_000

const sizeOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length

/**
 * An answer's parts as history keeps them. Drawings are left out: they are made again from their query. Where the rest
 * is too much, rows go, first those that no figure is cited by: of a result its query remains, which can be run again.
 */
export function compactParts(parts: readonly ChatPart[], maxBytes = MAX_BYTES): ChatPart[] {
  const kept = parts.map(withoutDrawing)
  const cited = new Set(
    parts.flatMap((part) => (part.type === "data-check" ? part.data.citations.map(({ queryId }) => queryId) : [])),
  )
  const isCited = (part: ChatPart) => "output" in part && "queryId" in part.output && cited.has(part.output.queryId)
  const order = kept.map((_, index) => index).filter((index) => kept[index]?.type.startsWith("tool-"))
  let sizeBytes = sizeOf(kept)
  for (const index of [...order.filter((one) => !isCited(kept[one] as ChatPart)), ...order]) {
    if (sizeBytes <= maxBytes) break
    const part = kept[index]
    if (!part) continue
    const lighter = withoutRows(part)
    sizeBytes -= sizeOf(part) - sizeOf(lighter)
    kept[index] = lighter
  }
  return kept
}

function withoutDrawing(part: ChatPart): ChatPart {
  if (part.type === "text") return { ...part, text: part.text.slice(0, MAX_TEXT_CHARACTERS) }
  if (part.type !== "tool-drawChart" || part.state !== "output-available" || !("display" in part.output)) return part
  const { display: _display, ...output } = part.output
  return { ...part, output }
}

function withoutRows(part: ChatPart): ChatPart {
  if (!("output" in part)) return part
  switch (part.type) {
    case "tool-queryData":
      return "rows" in part.output ? { ...part, output: { ...part.output, rows: [], truncated: true } } : part
    case "tool-listValues":
      return "rows" in part.output ? { ...part, output: { ...part.output, rows: [], truncated: true } } : part
    case "tool-runCard":
      return "rows" in part.output ? { ...part, output: { ...part.output, rows: [], truncated: true } } : part
    case "tool-describeDataset":
      return "sample" in part.output
        ? { ...part, output: { ...part.output, columns: [], sample: { columns: [], rows: [] } } }
        : part
    case "tool-listDatasets":
      return "datasets" in part.output ? { ...part, output: { ...part.output, datasets: [] } } : part
    default:
      return part
  }
}

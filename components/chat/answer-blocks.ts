import type { ChatUIMessage } from "#lib/browser/chat-message.ts"
import type { ChatNotice } from "#lib/domain/chat.ts"
import type { ChartResult, FilterProposal } from "#lib/domain/chat-tools.ts"
import { isToolPart, type ToolPart } from "./step-words.ts"

/** What an answer is drawn from, in its order: looks at the data that follow each other are one block. */
export type AnswerBlock = { key: string } & (
  | { kind: "steps"; steps: ToolPart[] }
  /** `part` counts the answer's texts from 0, as its figures do. */
  | { kind: "text"; text: string; part: number }
  | { kind: "chart"; chart: ChartResult }
  | { kind: "filters"; proposal: FilterProposal }
  | { kind: "notice"; notice: ChatNotice }
)

export function answerBlocksOf(parts: ChatUIMessage["parts"]): AnswerBlock[] {
  const blocks: AnswerBlock[] = []
  let texts = 0
  for (const [place, part] of parts.entries()) {
    const key = String(place)
    if (part.type === "text") blocks.push({ key, kind: "text", text: part.text, part: texts++ })
    else if (part.type === "data-notice") blocks.push({ key, kind: "notice", notice: part.data })
    else if (isToolPart(part)) {
      const shown = shownBy(part)
      if (shown) blocks.push({ key, ...shown })
      else {
        const last = blocks.at(-1)
        if (last?.kind === "steps") last.steps.push(part)
        else blocks.push({ key, kind: "steps", steps: [part] })
      }
    }
  }
  return blocks
}

/** Tools whose outcome is for the reader's eyes. */
function shownBy(
  part: ToolPart,
): { kind: "chart"; chart: ChartResult } | { kind: "filters"; proposal: FilterProposal } | null {
  if (part.state !== "output-available" || "error" in part.output) return null
  if (part.type === "tool-drawChart") return { kind: "chart", chart: part.output }
  if (part.type === "tool-proposeFilters") return { kind: "filters", proposal: part.output }
  return null
}

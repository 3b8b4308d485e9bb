import type { ChatUIMessage } from "#lib/browser/chat-message.ts"
import { ToolFailure } from "#lib/domain/chat-tools.ts"

type Part = ChatUIMessage["parts"][number]
export type ToolPart = Extract<Part, { type: `tool-${string}` }>
/** A part of an answer that is a tool's call. */
export const isToolPart = (part: Part): part is ToolPart => part.type.startsWith("tool-")

/** What the model does with a tool, for a reader: "Query: sales by month". */
export function stepWords(part: ToolPart): string {
  switch (part.type) {
    case "tool-listDatasets":
      return "What there is to ask about"
    case "tool-describeDataset":
      return `Columns of ${part.input?.alias ?? "a dataset"}`
    case "tool-queryData":
      return part.input?.purpose ? `Query: ${part.input.purpose}` : "Query"
    case "tool-listValues":
      return `Values of ${part.input?.column ?? "a column"}`
    case "tool-runCard":
      return part.output && "name" in part.output ? `Card: ${part.output.name}` : "A card of this dashboard"
    case "tool-drawChart":
      return part.input?.title ? `Chart: ${part.input.title}` : "Chart"
    case "tool-proposeFilters":
      return "Filter settings"
  }
}

/** Why a step came to nothing, in a sentence; null while it runs and when it did not fail. */
export function stepFailure(part: ToolPart): string | null {
  if (part.state === "output-error") return part.errorText
  if (part.state !== "output-available") return null
  const failure = ToolFailure.safeParse(part.output)
  return failure.success ? failure.data.error.message : null
}

export const isStepRunning = (part: ToolPart): boolean =>
  part.state === "input-streaming" || part.state === "input-available"

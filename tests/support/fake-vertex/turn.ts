import { z } from "zod"
import type { GenerateRequest } from "./protocol.ts"

const Column = z.object({ name: z.string(), type: z.string() })
const Catalogue = z.object({
  datasets: z.array(z.object({ alias: z.string(), columns: z.array(Column) })),
  cards: z.array(z.object({ itemId: z.string(), name: z.string() })).default([]),
  filters: z.array(z.object({ id: z.string(), type: z.string(), label: z.string() })).default([]),
})
export type Catalogue = z.infer<typeof Catalogue>

const Labelled = z.object({ data: z.record(z.string(), z.unknown()) })

/** One request as a scripted model sees it. */
export type Turn = {
  question: string
  /** How often it has been asked since the question. */
  step: number
  catalogue: Catalogue
  /** What its calls since the question were answered. */
  results: { name: string; data: Record<string, unknown> }[]
  /** All text that it was given as data. */
  data: string
  /** What it is not to call tools in. */
  mustConclude: boolean
}

const NOTHING: Catalogue = { datasets: [], cards: [], filters: [] }

/** What stands before a question about data, and before a task about code. */
const ASKED = /The (?:question|task):\n/g

export function readTurn({ contents, toolConfig }: GenerateRequest): Turn {
  const asked = contents.findLastIndex(({ parts }) => parts.some(({ text }) => text?.match(ASKED)))
  const text = contents[asked]?.parts.map((part) => part.text ?? "").join("") ?? ""
  const blocks = [...text.matchAll(/<data [^>]*>\n(.*)\n<\/data>/g)].map(([, json]) => json ?? "")
  const after = contents.slice(asked + 1)
  const results = after.flatMap(({ parts }) =>
    parts.flatMap(({ functionResponse }) => {
      if (!functionResponse) return []
      const content = z.object({ content: z.unknown() }).safeParse(functionResponse.response)
      const labelled = Labelled.safeParse(content.success ? asJson(content.data.content) : functionResponse.response)
      return [{ name: functionResponse.name, data: labelled.success ? labelled.data.data : {} }]
    }),
  )
  const catalogue = Catalogue.safeParse(asJson(blocks[0] ?? "null"))
  return {
    question: text.split(ASKED).at(-1) ?? "",
    step: after.filter(({ role }) => role === "model").length,
    catalogue: catalogue.success ? catalogue.data : NOTHING,
    results,
    data: [...blocks, ...results.map(({ data }) => JSON.stringify(data))].join("\n"),
    mustConclude: toolConfig?.functionCallingConfig?.mode === "NONE",
  }
}

function asJson(value: unknown): unknown {
  if (typeof value !== "string") return value
  try {
    return JSON.parse(value)
  } catch {
    return null
  }
}

import { z } from "zod"
import { CardDataset, DEFAULT_MAX_AGE_SECONDS } from "#lib/domain/card.ts"
import { ChartSpec } from "#lib/domain/chart.ts"
import type { EditorDraft } from "./card-draft.ts"

/** A SQL card that another page has begun, for the editor to go on with. */
export const HandedDraft = z.object({
  name: z.string().max(200),
  code: z.string(),
  datasets: z.array(CardDataset),
  chart: ChartSpec.nullable(),
})
export type HandedDraft = z.infer<typeof HandedDraft>

const PREFIX = "cardloom.draft."

/** Leaves a draft for the editor, in this tab only, and gives the address that opens it. */
export function handDraft(draft: HandedDraft): string {
  const key = crypto.randomUUID()
  sessionStorage.setItem(PREFIX + key, JSON.stringify(draft))
  return `/cards/new?draft=${key}`
}

/** The stored text of a draft that was handed over; null when this tab has none under that key. */
export const handedText = (key: string): string | null => sessionStorage.getItem(PREFIX + key)

/** Null when the text is no draft. */
export function parseHandedDraft(text: string): EditorDraft | null {
  try {
    const parsed = HandedDraft.safeParse(JSON.parse(text))
    if (!parsed.success) return null
    return {
      ...parsed.data,
      description: "",
      language: "sql",
      columns: {},
      paramsText: "{}",
      maxAgeSeconds: DEFAULT_MAX_AGE_SECONDS,
    }
  } catch {
    return null
  }
}

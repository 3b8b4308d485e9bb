import { z } from "zod"
import { ChartSpec } from "./chart.ts"
import { CardId, DatasetId, UserId } from "./ids.ts"
import { JsonObject } from "./json.ts"

export const CardLanguage = z.enum(["python", "sql"])
export type CardLanguage = z.infer<typeof CardLanguage>

/** How old a result may get before the card runs again: a day unless the card says otherwise, a week at most. */
export const DEFAULT_MAX_AGE_SECONDS = 24 * 60 * 60
export const MAX_MAX_AGE_SECONDS = 7 * 24 * 60 * 60

const MAX_CODE_CHARACTERS = 1_000_000

export const CardDataset = z.strictObject({
  alias: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, "must be a name Python could use: letters, digits and _"),
  datasetId: DatasetId,
})
export type CardDataset = z.infer<typeof CardDataset>

/** The columns a card reads: of its only dataset, or by alias. null = all columns. */
export const DeclaredColumns = z.union([z.array(z.string()), z.record(z.string(), z.array(z.string()))]).nullable()
export type DeclaredColumns = z.infer<typeof DeclaredColumns>

const fields = {
  name: z.string().trim().min(1, "give the card a name").max(200),
  description: z.string().max(10_000),
  language: CardLanguage,
  code: z.string().min(1, "write some code first").max(MAX_CODE_CHARACTERS),
  datasets: z
    .array(CardDataset)
    .max(16)
    .refine((datasets) => new Set(datasets.map(({ alias }) => alias)).size === datasets.length, "aliases must differ"),
  columns: DeclaredColumns,
  params: JsonObject,
  /** How a SQL card's rows are drawn; null = as a table. Python cards draw for themselves. */
  chart: ChartSpec.nullable(),
  /** 0 = results are never kept. */
  maxAgeSeconds: z.int().min(0).max(MAX_MAX_AGE_SECONDS),
}

const withDefaults = z.strictObject({
  ...fields,
  description: fields.description.default(""),
  language: fields.language.default("python"),
  datasets: fields.datasets.default([]),
  columns: fields.columns.default(null),
  params: fields.params.default({}),
  chart: fields.chart.default(null),
  maxAgeSeconds: fields.maxAgeSeconds.default(DEFAULT_MAX_AGE_SECONDS),
})

export const CardDraft = withDefaults.superRefine(checkLanguage)
export type CardDraft = z.infer<typeof CardDraft>

/** A card to be tried out: it need not have a name yet. */
export const CardTrial = withDefaults
  .extend({ name: z.string().max(200).default("Untitled") })
  .superRefine(checkLanguage)

export const CardPatch = z
  .strictObject(fields)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, "name at least one field to change")
export type CardPatch = z.infer<typeof CardPatch>

export const Card = z.object({
  id: CardId,
  ...fields,
  // Cards saved before there were charts have none.
  chart: fields.chart.default(null),
  // Cards saved before there was such a setting have none.
  maxAgeSeconds: fields.maxAgeSeconds.default(DEFAULT_MAX_AGE_SECONDS),
  ownerId: UserId,
  version: z.int().positive(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Card = z.infer<typeof Card>

/** The declared columns of one input: null = all. */
export function declaredColumnsOf(card: Pick<Card, "columns" | "datasets">, alias: string): string[] | null {
  if (card.columns === null) return null
  if (Array.isArray(card.columns)) return card.datasets.length === 1 ? card.columns : null
  return card.columns[alias] ?? null
}

type LanguageParts = Pick<Card, "language" | "chart" | "datasets">

function checkLanguage(card: LanguageParts, context: z.RefinementCtx): void {
  const problem = languageProblem(card)
  if (problem) context.addIssue({ code: "custom", ...problem })
}

/** What does not fit a card's language, and at which field; null when all does. */
export function languageProblem({
  language,
  chart,
  datasets,
}: LanguageParts): { path: string[]; message: string } | null {
  if (language !== "sql")
    return chart
      ? { path: ["chart"], message: "only SQL cards have a chart: a Python card returns its own figure" }
      : null
  const folded = datasets.map(({ alias }) => alias.toLowerCase())
  if (new Set(folded).size === folded.length) return null
  return { path: ["datasets"], message: "aliases must differ by more than case in a SQL card" }
}

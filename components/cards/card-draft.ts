import type { Card, CardDataset, CardDraft, CardLanguage } from "#lib/domain/card.ts"
import type { ChartSpec } from "#lib/domain/chart.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import { JsonObject } from "#lib/domain/json.ts"

/** A card as the editor holds it: params as they are typed, declared columns always by alias. */
export type EditorDraft = {
  name: string
  description: string
  language: CardLanguage
  code: string
  datasets: CardDataset[]
  /** An alias that is missing reads all columns. */
  columns: Record<string, string[]>
  paramsText: string
  /** How SQL's rows are drawn; null = as a table. */
  chart: ChartSpec | null
  maxAgeSeconds: number
}

type DraftedFields =
  | "name"
  | "description"
  | "language"
  | "code"
  | "datasets"
  | "columns"
  | "params"
  | "chart"
  | "maxAgeSeconds"

export function draftOf(card: Pick<Card, DraftedFields>): EditorDraft {
  const { name, description, language, code, datasets, columns, params, chart, maxAgeSeconds } = card
  const [only] = datasets
  const byAlias = Array.isArray(columns) ? (only ? { [only.alias]: columns } : {}) : (columns ?? {})
  const paramsText = Object.keys(params).length === 0 ? "{}" : JSON.stringify(params, null, 2)
  return { name, description, language, code, datasets, columns: byAlias, paramsText, chart, maxAgeSeconds }
}

export type ParsedParams = { ok: true; params: JsonObject } | { ok: false; message: string }

/** Nothing typed means no params. */
export function parseParams(text: string): ParsedParams {
  if (text.trim() === "") return { ok: true, params: {} }
  try {
    const parsed = JsonObject.safeParse(JSON.parse(text))
    return parsed.success
      ? { ok: true, params: parsed.data }
      : { ok: false, message: 'Params must be a JSON object, such as {"top": 10}.' }
  } catch (error) {
    return { ok: false, message: `This is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}` }
  }
}

/** What the API takes, once the params have been read. */
export function requestOf(draft: EditorDraft, params: JsonObject): CardDraft {
  const { name, description, language, code, datasets, columns, chart, maxAgeSeconds } = draft
  const declared = Object.fromEntries(
    Object.entries(columns).filter(([alias]) => datasets.some((dataset) => dataset.alias === alias)),
  )
  return {
    name: name.trim(),
    description,
    language,
    code,
    datasets,
    columns: Object.keys(declared).length > 0 ? declared : null,
    params,
    chart: language === "sql" ? chart : null,
    maxAgeSeconds,
  }
}

export const isSameDraft = (a: EditorDraft, b: EditorDraft): boolean =>
  JSON.stringify(ordered(a)) === JSON.stringify(ordered(b))

const ordered = ({ name, description, language, code, datasets, columns, paramsText, ...rest }: EditorDraft) => [
  name.trim(),
  description,
  language,
  code,
  datasets.map(({ alias, datasetId }) => [alias, datasetId]),
  Object.entries(columns).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  paramsText.trim() || "{}",
  orderedChart(rest.chart),
  rest.maxAgeSeconds,
]

const orderedChart = (chart: ChartSpec | null) =>
  chart?.type === "table" ? null : chart && Object.entries(chart).toSorted(([a], [b]) => (a < b ? -1 : 1))

export function withDataset(draft: EditorDraft, datasetId: DatasetId, datasetName: string): EditorDraft {
  const alias = aliasFor(
    datasetName,
    draft.datasets.map((dataset) => dataset.alias),
  )
  return { ...draft, datasets: [...draft.datasets, { alias, datasetId }] }
}

export function withoutDataset(draft: EditorDraft, alias: string): EditorDraft {
  return {
    ...draft,
    datasets: draft.datasets.filter((dataset) => dataset.alias !== alias),
    columns: withoutKey(draft.columns, alias),
  }
}

/** The declared columns move along with their alias. */
export function withAlias(draft: EditorDraft, before: string, after: string): EditorDraft {
  const declared = draft.columns[before]
  const rest = withoutKey(draft.columns, before)
  return {
    ...draft,
    datasets: draft.datasets.map((dataset) => (dataset.alias === before ? { ...dataset, alias: after } : dataset)),
    columns: declared ? { ...rest, [after]: declared } : rest,
  }
}

/** `names` null = all columns. */
export function withColumns(draft: EditorDraft, alias: string, names: string[] | null): EditorDraft {
  const rest = withoutKey(draft.columns, alias)
  return { ...draft, columns: names === null ? rest : { ...rest, [alias]: names } }
}

/** Why an alias can't be; null when it can. */
export function aliasProblem(alias: string, others: readonly string[]): string | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(alias)) return "Letters, digits and _ only, not beginning with a digit."
  return others.includes(alias) ? "Another dataset of this card has that alias." : null
}

/** A name Python could use, not taken yet: `Daily orders 2024` → `daily_orders_2024`. */
export function aliasFor(datasetName: string, taken: readonly string[]): string {
  const letters = datasetName
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, 40)
  const alias = /^[a-z]/.test(letters) ? letters : `data${letters ? `_${letters}` : ""}`
  if (!taken.includes(alias)) return alias
  for (let number = 2; ; number += 1) {
    if (!taken.includes(`${alias}_${number}`)) return `${alias}_${number}`
  }
}

const withoutKey = <T>(record: Record<string, T>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))

import { withInput } from "#components/editor/input-alias.ts"
import { paramsTextOf } from "#components/editor/params-text.ts"
import type { Card, CardDataset, CardDraft, CardLanguage } from "#lib/domain/card.ts"
import type { ChartSpec } from "#lib/domain/chart.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { JsonObject } from "#lib/domain/json.ts"

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
  return {
    name,
    description,
    language,
    code,
    datasets,
    columns: byAlias,
    paramsText: paramsTextOf(params),
    chart,
    maxAgeSeconds,
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

export const withDataset = (draft: EditorDraft, dataset: { id: DatasetId; name: string }): EditorDraft => ({
  ...draft,
  datasets: withInput(draft.datasets, dataset),
})

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

const withoutKey = <T>(record: Record<string, T>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))

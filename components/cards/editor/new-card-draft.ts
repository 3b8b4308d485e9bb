import type { TemplateInput } from "#components/editor/code-template.ts"
import type { DatasetChoice } from "#components/editor/dataset-choice.ts"
import { DEFAULT_MAX_AGE_SECONDS, type CardLanguage } from "#lib/domain/card.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import { withDataset, type EditorDraft } from "../card-draft.ts"
import { CARD_TEMPLATES, WITHOUT_DATASET, type CardTemplate } from "../card-templates.ts"
import { SQL_TEMPLATES, SQL_WITHOUT_DATASET } from "../sql-templates.ts"

const EMPTY: EditorDraft = {
  name: "",
  description: "",
  language: "python",
  code: WITHOUT_DATASET,
  datasets: [],
  columns: {},
  paramsText: "{}",
  chart: null,
  maxAgeSeconds: DEFAULT_MAX_AGE_SECONDS,
}

/** A card not yet written: a first draft over the dataset, if one is given. */
export function newCardDraft(datasets: readonly DatasetChoice[], datasetId?: DatasetId): EditorDraft {
  const dataset = datasets.find(({ id }) => id === datasetId)
  if (!dataset) return EMPTY
  const draft = withDataset(EMPTY, dataset)
  return firstDraftIn("python", draft, datasets)
}

export const templatesOf = (language: CardLanguage): readonly CardTemplate[] =>
  language === "sql" ? SQL_TEMPLATES : CARD_TEMPLATES

/** The draft with a template's code, and in SQL its chart. */
export function withTemplate(
  draft: EditorDraft,
  template: CardTemplate,
  datasets: readonly DatasetChoice[],
): EditorDraft {
  const inputs = inputsOf(draft, datasets)
  return { ...draft, code: template.codeFor(inputs), chart: template.chartFor?.(inputs) ?? null }
}

/** The draft begun anew in a language, over the datasets it has. */
export function firstDraftIn(
  language: CardLanguage,
  draft: EditorDraft,
  datasets: readonly DatasetChoice[],
): EditorDraft {
  const begun = { ...draft, language }
  if (draft.datasets.length === 0) return { ...begun, code: blankCodeIn(language), chart: null }
  return withTemplate(begun, firstTemplateFor(language, inputsOf(draft, datasets)), datasets)
}

/** Whether the code is still as a template wrote it: nothing of the author's would be lost. */
export const isUntouched = (draft: EditorDraft, datasets: readonly DatasetChoice[]): boolean =>
  draft.code.trim() === "" || draft.code === blankCodeIn(draft.language) || templateOf(draft, datasets) !== undefined

const blankCodeIn = (language: CardLanguage): string => (language === "sql" ? SQL_WITHOUT_DATASET : WITHOUT_DATASET)

function templateOf(draft: EditorDraft, datasets: readonly DatasetChoice[]): CardTemplate | undefined {
  const inputs = inputsOf(draft, datasets)
  return templatesOf(draft.language).find(({ codeFor }) => codeFor(inputs) === draft.code)
}

/** The datasets of a draft, as templates and completion see them. */
export function inputsOf(draft: EditorDraft, datasets: readonly DatasetChoice[]): TemplateInput[] {
  return draft.datasets.map(({ alias, datasetId }) => ({
    alias,
    columns: datasets.find(({ id }) => id === datasetId)?.columns ?? [],
  }))
}

/**
 * The draft with its code written anew when its datasets have changed and the code is still a template's,
 * so that a first draft follows the data and an author's work is never touched.
 */
export function followingDatasets(
  before: EditorDraft,
  after: EditorDraft,
  datasets: readonly DatasetChoice[],
): EditorDraft {
  if (before.datasets === after.datasets) return after
  if (before.code === blankCodeIn(before.language)) return firstDraftIn(after.language, after, datasets)
  const template = templateOf(before, datasets)
  if (!template) return after
  const chartBefore = template.chartFor?.(inputsOf(before, datasets)) ?? null
  const isOwnChart = JSON.stringify(chartBefore) !== JSON.stringify(before.chart)
  return { ...withTemplate(after, template, datasets), ...(isOwnChart && { chart: after.chart }) }
}

/** Over time where there is time, by category where not, and else the rows as they are. */
function firstTemplateFor(language: CardLanguage, inputs: readonly TemplateInput[]): CardTemplate {
  const types = new Set(inputs[0]?.columns.map(({ type }) => type))
  const has = (...wanted: readonly string[]) => [...types].some((type) => wanted.includes(type))
  const id = has("date", "timestamp", "timestamptz") ? "line" : has("string", "boolean") ? "bar" : "blank"
  const template = templatesOf(language).find((candidate) => candidate.id === id)
  if (!template) throw new Error(`There is no template ${id}`)
  return template
}

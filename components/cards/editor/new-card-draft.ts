import type { DatasetId } from "#lib/domain/ids.ts"
import { withDataset, type EditorDraft } from "../card-draft.ts"
import { CARD_TEMPLATES, WITHOUT_DATASET, type CardTemplate, type TemplateInput } from "../card-templates.ts"
import type { DatasetChoice } from "./dataset-choice.ts"

const EMPTY: EditorDraft = {
  name: "",
  description: "",
  code: WITHOUT_DATASET,
  datasets: [],
  columns: {},
  paramsText: "{}",
}

/** A card not yet written: a first draft over the dataset, if one is given. */
export function newCardDraft(datasets: readonly DatasetChoice[], datasetId?: DatasetId): EditorDraft {
  const dataset = datasets.find(({ id }) => id === datasetId)
  if (!dataset) return EMPTY
  const draft = withDataset(EMPTY, dataset.id, dataset.name)
  const inputs = inputsOf(draft, datasets)
  return { ...draft, code: firstTemplateFor(inputs).codeFor(inputs) }
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
  const inputsBefore = inputsOf(before, datasets)
  const inputs = inputsOf(after, datasets)
  if (before.code === WITHOUT_DATASET) return { ...after, code: firstTemplateFor(inputs).codeFor(inputs) }
  const template = CARD_TEMPLATES.find(({ codeFor }) => codeFor(inputsBefore) === before.code)
  return template ? { ...after, code: template.codeFor(inputs) } : after
}

/** Over time where there is time, by category where not, and else the rows as they are. */
function firstTemplateFor(inputs: readonly TemplateInput[]): CardTemplate {
  const types = new Set(inputs[0]?.columns.map(({ type }) => type))
  const has = (...wanted: readonly string[]) => [...types].some((type) => wanted.includes(type))
  const id = has("date", "timestamp", "timestamptz") ? "line" : has("string", "boolean") ? "bar" : "blank"
  const template = CARD_TEMPLATES.find((candidate) => candidate.id === id)
  if (!template) throw new Error(`There is no template ${id}`)
  return template
}

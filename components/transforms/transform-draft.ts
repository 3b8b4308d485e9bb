import type { DatasetChoice } from "#components/editor/dataset-choice.ts"
import type { CodeTemplate, TemplateInput } from "#components/editor/code-template.ts"
import { withInput } from "#components/editor/input-alias.ts"
import { paramsTextOf } from "#components/editor/params-text.ts"
import type { CardLanguage } from "#lib/domain/card.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { JsonObject } from "#lib/domain/json.ts"
import type { TransformDraft } from "#lib/domain/transform.ts"
import { PYTHON_TEMPLATES, WITHOUT_INPUT } from "./python-templates.ts"
import { SQL_TEMPLATES, SQL_WITHOUT_INPUT } from "./sql-templates.ts"

/** A transform as the editor holds it: params as they are typed. */
export type EditorDraft = Omit<TransformDraft, "params"> & { paramsText: string }

const EMPTY: EditorDraft = {
  name: "",
  description: "",
  language: "python",
  code: WITHOUT_INPUT,
  inputs: [],
  paramsText: "{}",
  schedule: null,
  trigger: null,
  allowSchemaChange: false,
}

/** A transform not yet written, of the dataset, if one is given. */
export function newTransformDraft(datasets: readonly DatasetChoice[], datasetId?: DatasetId): EditorDraft {
  const dataset = datasets.find(({ id }) => id === datasetId)
  if (!dataset) return EMPTY
  return firstDraftIn("python", { ...EMPTY, inputs: withInput([], dataset) }, datasets)
}

export function draftOf(transform: TransformDraft): EditorDraft {
  const { name, description, language, code, inputs, params, schedule, trigger, allowSchemaChange } = transform
  const paramsText = paramsTextOf(params)
  return { name, description, language, code, inputs, paramsText, schedule, trigger, allowSchemaChange }
}

/** What the API takes, once the params have been read. */
export function requestOf({ paramsText: _, ...draft }: EditorDraft, params: JsonObject): TransformDraft {
  return { ...draft, name: draft.name.trim(), params }
}

export const isSameDraft = (a: EditorDraft, b: EditorDraft): boolean => textOf(a) === textOf(b)

const textOf = ({ name, inputs, schedule, paramsText, ...rest }: EditorDraft): string =>
  JSON.stringify([
    name.trim(),
    inputs.map(({ alias, datasetId }) => [alias, datasetId]),
    schedule && [schedule.cron.trim(), schedule.timezone],
    paramsText.trim() || "{}",
    rest.description,
    rest.language,
    rest.code,
    rest.trigger,
    rest.allowSchemaChange,
  ])

export const templatesOf = (language: CardLanguage): readonly CodeTemplate[] =>
  language === "sql" ? SQL_TEMPLATES : PYTHON_TEMPLATES

/** The inputs of a draft, as templates and completion see them. */
export const templateInputsOf = (draft: EditorDraft, datasets: readonly DatasetChoice[]): TemplateInput[] =>
  draft.inputs.map(({ alias, datasetId }) => ({
    alias,
    columns: datasets.find(({ id }) => id === datasetId)?.columns ?? [],
  }))

/** The draft begun anew in a language, of the datasets it has: two are joined, one is summed up. */
export function firstDraftIn(
  language: CardLanguage,
  draft: EditorDraft,
  datasets: readonly DatasetChoice[],
): EditorDraft {
  const inputs = templateInputsOf(draft, datasets)
  const id = inputs.length > 1 ? "join" : "aggregate"
  const template = templatesOf(language).find((candidate) => candidate.id === id)
  if (!template) throw new Error(`There is no template ${id}`)
  return { ...draft, language, code: template.codeFor(inputs) }
}

/** Whether the code is still as a template wrote it: nothing of the author's would be lost. */
export const isUntouched = (draft: EditorDraft, datasets: readonly DatasetChoice[]): boolean =>
  draft.code.trim() === "" || templateOf(draft, datasets) !== undefined

const templateOf = (draft: EditorDraft, datasets: readonly DatasetChoice[]): CodeTemplate | undefined => {
  const inputs = templateInputsOf(draft, datasets)
  return templatesOf(draft.language).find(({ codeFor }) => codeFor(inputs) === draft.code)
}

/**
 * The draft with its code written anew when its inputs have changed and the code is still a template's, so that a first
 * draft follows the data and an author's work is never touched.
 */
export function followingInputs(
  before: EditorDraft,
  after: EditorDraft,
  datasets: readonly DatasetChoice[],
): EditorDraft {
  if (before.inputs === after.inputs) return after
  const isBlank = [WITHOUT_INPUT, SQL_WITHOUT_INPUT].includes(before.code)
  // What is first added to one dataset is most likely to be joined with it.
  if (isBlank || (isUntouched(before, datasets) && before.inputs.length === 1 && after.inputs.length === 2))
    return firstDraftIn(after.language, after, datasets)
  const template = templateOf(before, datasets)
  return template ? { ...after, code: template.codeFor(templateInputsOf(after, datasets)) } : after
}

import { z } from "zod"
import { CardDataset, CardLanguage } from "./card.ts"
import { DatasetId, RunId, TransformId, UserId } from "./ids.ts"
import { JsonObject } from "./json.ts"
import { CronExpression, Timezone } from "./schedule.ts"

const MAX_CODE_CHARACTERS = 1_000_000
const MAX_INPUTS = 16

const fields = {
  name: z.string().trim().min(1, "give the transform a name").max(200),
  description: z.string().max(10_000),
  language: CardLanguage,
  code: z.string().min(1, "write some code first").max(MAX_CODE_CHARACTERS),
  inputs: z
    .array(CardDataset)
    .min(1, "choose at least one dataset to read")
    .max(MAX_INPUTS)
    .refine((inputs) => new Set(inputs.map(({ alias }) => alias)).size === inputs.length, "aliases must differ"),
  params: JsonObject,
  /** null = only by hand, by API, or on change. */
  schedule: z.strictObject({ cron: CronExpression, timezone: Timezone }).nullable(),
  /** Whether a new version of an input starts it; null = no. */
  trigger: z.literal("on_input_change").nullable(),
  /** Whether its output may lose columns or change their types without somebody confirming it. */
  allowSchemaChange: z.boolean(),
}

export const TransformDraft = z.strictObject({
  ...fields,
  description: fields.description.default(""),
  language: fields.language.default("python"),
  params: fields.params.default({}),
  schedule: fields.schedule.default(null),
  trigger: fields.trigger.default(null),
  allowSchemaChange: fields.allowSchemaChange.default(false),
})
export type TransformDraft = z.infer<typeof TransformDraft>

/** A transform to be tried out: it need not have a name yet. */
export const TransformTrial = z.strictObject({
  language: fields.language.default("python"),
  code: fields.code,
  inputs: fields.inputs,
  params: fields.params.default({}),
})
export type TransformTrial = z.infer<typeof TransformTrial>

export const TransformPatch = z
  .strictObject(fields)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, "name at least one field to change")
export type TransformPatch = z.infer<typeof TransformPatch>

export const Transform = z.object({
  id: TransformId,
  ...fields,
  /** Made by its first run that succeeds. */
  outputDatasetId: DatasetId.nullable(),
  /** The run under way, or the last one. */
  lastRunId: RunId.nullable(),
  ownerId: UserId,
  version: z.int().positive(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Transform = z.infer<typeof Transform>

/** A transform by name; null where that is not the reader's to know. */
export type TransformRef = { id: TransformId; name: string | null }

import { z } from "zod"
import { dataOf, ListQuery, pageOf } from "../api.ts"
import { CardId, DashboardId, DatasetId, RunId, TransformId, UserId } from "../ids.ts"
import { TransformPreview } from "../job-contract.ts"
import { Lineage } from "../lineage.ts"
import { Run } from "../run.ts"
import { CronExpression, Timezone } from "../schedule.ts"
import { TransformDetail, TransformSummary } from "../summaries.ts"
import { TransformDraft, TransformPatch, TransformTrial } from "../transform.ts"
import { endpoint } from "./endpoint.ts"

const transformParams = z.object({ transformId: TransformId })

export const listTransforms = endpoint({
  method: "GET",
  path: "/api/transforms",
  summary: "The transforms one may see, last changed first",
  access: "signed-in",
  query: ListQuery,
  status: 200,
  response: pageOf(TransformSummary),
})

export const createTransform = endpoint({
  method: "POST",
  path: "/api/transforms",
  summary: "Save a new transform; cycles and unknown inputs are refused",
  access: "signed-in",
  body: TransformDraft,
  status: 201,
  response: dataOf(TransformDetail),
})

export const readTransform = endpoint({
  method: "GET",
  path: "/api/transforms/:transformId",
  summary: "A transform with its code, output and last run",
  access: "signed-in",
  params: transformParams,
  status: 200,
  response: dataOf(TransformDetail),
})

export const updateTransform = endpoint({
  method: "PATCH",
  path: "/api/transforms/:transformId",
  summary: "Change a transform; each save is a version",
  access: "signed-in",
  params: transformParams,
  body: TransformPatch,
  ifMatch: true,
  status: 200,
  response: dataOf(TransformDetail),
})

export const transferTransform = endpoint({
  method: "POST",
  path: "/api/transforms/:transformId/owner",
  summary: "Hand a transform on to another owner, with whose rights it runs then, and the dataset it makes with it",
  access: "signed-in",
  params: transformParams,
  body: z.strictObject({ userId: UserId }),
  status: 200,
  response: dataOf(z.object({ ownerId: UserId })),
})

export const deleteTransform = endpoint({
  method: "DELETE",
  path: "/api/transforms/:transformId",
  summary: "Delete a transform; its output dataset stays, and is no longer made anew",
  access: "signed-in",
  params: transformParams,
  status: 204,
})

export const previewTransform = endpoint({
  method: "POST",
  path: "/api/transforms/preview",
  summary: "Run a transform that is not saved on a sample of its inputs; nothing is published",
  access: "signed-in",
  reads: true,
  body: TransformTrial,
  status: 200,
  response: dataOf(TransformPreview),
})

export const runTransform = endpoint({
  method: "POST",
  path: "/api/transforms/:transformId/run",
  summary: "Run a transform now; the run under way, if there is one",
  access: "signed-in",
  params: transformParams,
  status: 202,
  response: z.object({ data: TransformDetail, run: Run }),
})

export const listTransformRuns = endpoint({
  method: "GET",
  path: "/api/transforms/:transformId/runs",
  summary: "A transform's runs, newest first",
  access: "signed-in",
  params: transformParams,
  query: ListQuery,
  status: 200,
  response: pageOf(Run),
})

export const listTransformVersions = endpoint({
  method: "GET",
  path: "/api/transforms/:transformId/versions",
  summary: "A transform as it was at each save, newest first",
  access: "signed-in",
  params: transformParams,
  query: ListQuery,
  status: 200,
  response: pageOf(
    z.object({
      number: z.int().positive(),
      savedAt: z.iso.datetime(),
      name: z.string(),
      language: z.string(),
      code: z.string(),
    }),
  ),
})

export const restoreTransformVersion = endpoint({
  method: "POST",
  path: "/api/transforms/:transformId/versions/:number/restore",
  summary: "Make an earlier version of a transform the current one, as a new version",
  access: "signed-in",
  params: transformParams.extend({ number: z.coerce.number().int().positive() }),
  ifMatch: true,
  status: 200,
  response: dataOf(TransformDetail),
})

export const readTransformLineage = endpoint({
  method: "GET",
  path: "/api/transforms/:transformId/lineage",
  summary: "What a transform comes from, and what depends on it",
  access: "signed-in",
  params: transformParams,
  status: 200,
  response: dataOf(Lineage),
})

export const readDatasetLineage = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/lineage",
  summary: "What a dataset comes from, and what depends on it",
  access: "signed-in",
  params: z.object({ datasetId: DatasetId }),
  status: 200,
  response: dataOf(Lineage),
})

export const readCardLineage = endpoint({
  method: "GET",
  path: "/api/cards/:cardId/lineage",
  summary: "What a card comes from, and where it is shown",
  access: "signed-in",
  params: z.object({ cardId: CardId }),
  status: 200,
  response: dataOf(Lineage),
})

export const readDashboardLineage = endpoint({
  method: "GET",
  path: "/api/dashboards/:dashboardId/lineage",
  summary: "What a dashboard's cards come from",
  access: "signed-in",
  params: z.object({ dashboardId: DashboardId }),
  status: 200,
  response: dataOf(Lineage),
})

export const previewSchedule = endpoint({
  method: "GET",
  path: "/api/schedules/next",
  summary: "The next five instants of a schedule, or what is wrong with it",
  access: "signed-in",
  query: z.object({ cron: CronExpression, timezone: Timezone }),
  status: 200,
  response: dataOf(z.object({ instants: z.array(z.iso.datetime()) })),
})

export const readRunLog = endpoint({
  method: "GET",
  path: "/api/runs/:runId/log",
  summary: "What a run printed, so far or in all",
  access: "signed-in",
  params: z.object({ runId: RunId }),
  status: 200,
  response: z.string(),
  responseType: "text/plain",
})

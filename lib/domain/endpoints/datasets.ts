import { z } from "zod"
import { dataOf, ListQuery, pageOf } from "../api.ts"
import { Dataset, DatasetPatch, DataVersion } from "../dataset.ts"
import { DatasetId, RunId } from "../ids.ts"
import { PreviewResponse, ValuesResponse } from "../job-contract.ts"
import { Run } from "../run.ts"
import { endpoint } from "./endpoint.ts"

const datasetParams = z.object({ datasetId: DatasetId })
const runParams = z.object({ runId: RunId })

export const MAX_PREVIEW_ROWS = 1000

export const listDatasets = endpoint({
  method: "GET",
  path: "/api/datasets",
  summary: "The datasets one may use, newest first",
  access: "signed-in",
  query: ListQuery,
  status: 200,
  response: pageOf(Dataset),
})

export const createDataset = endpoint({
  method: "POST",
  path: "/api/datasets",
  summary: "Upload a CSV as a new dataset: the fields name and options (JSON) first, then the part file",
  access: "signed-in",
  bodyType: "multipart/form-data",
  body: z.object({
    name: z.string().optional(),
    options: z.string().optional(),
    file: z.string().meta({ format: "binary" }),
  }),
  status: 202,
  response: z.object({ data: Dataset, run: Run }),
})

export const readDataset = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId",
  summary: "A dataset with its columns and current data version",
  access: "signed-in",
  params: datasetParams,
  status: 200,
  response: dataOf(Dataset),
})

export const updateDataset = endpoint({
  method: "PATCH",
  path: "/api/datasets/:datasetId",
  summary: "Rename or describe a dataset",
  access: "signed-in",
  params: datasetParams,
  body: DatasetPatch,
  ifMatch: true,
  status: 200,
  response: dataOf(Dataset),
})

export const deleteDataset = endpoint({
  method: "DELETE",
  path: "/api/datasets/:datasetId",
  summary: "Delete a dataset and its data; refused while cards read it",
  access: "signed-in",
  params: datasetParams,
  status: 204,
})

export const importDataset = endpoint({
  method: "POST",
  path: "/api/datasets/:datasetId/import",
  summary: "Replace a dataset's data by a new file: the field options (JSON) first, then the part file",
  access: "signed-in",
  params: datasetParams,
  bodyType: "multipart/form-data",
  body: z.object({
    mode: z.literal("replace").optional(),
    options: z.string().optional(),
    file: z.string().meta({ format: "binary" }),
  }),
  status: 202,
  response: z.object({ data: Dataset, run: Run }),
})

export const listDataVersions = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/versions",
  summary: "The data versions published so far, newest first",
  access: "signed-in",
  params: datasetParams,
  query: ListQuery,
  status: 200,
  response: pageOf(DataVersion),
})

export const previewDataset = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/preview",
  summary: "The first rows; cells in the order of columns",
  access: "signed-in",
  params: datasetParams,
  query: z.object({ limit: z.coerce.number().int().min(0).max(MAX_PREVIEW_ROWS).default(100) }),
  status: 200,
  response: dataOf(PreviewResponse),
})

export const readColumnValues = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/values",
  summary: "A column's distinct values with counts, most frequent first; null is the empty cell",
  access: "signed-in",
  params: datasetParams,
  query: z.object({
    column: z.string().min(1),
    q: z.string().max(1000).default(""),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  status: 200,
  response: dataOf(ValuesResponse),
})

export const readRun = endpoint({
  method: "GET",
  path: "/api/runs/:runId",
  summary: "How an import stands",
  access: "signed-in",
  params: runParams,
  status: 200,
  response: dataOf(Run),
})

export const followRun = endpoint({
  method: "GET",
  path: "/api/runs/:runId/events",
  summary: "The run as it changes, as events named run, until it has ended",
  access: "signed-in",
  params: runParams,
  status: 200,
  response: Run,
  responseType: "text/event-stream",
})

export const cancelRun = endpoint({
  method: "POST",
  path: "/api/runs/:runId/cancel",
  summary: "Ask a run to stop; what was published before stays",
  access: "signed-in",
  params: runParams,
  status: 202,
  response: dataOf(Run),
})

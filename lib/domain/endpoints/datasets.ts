import { z } from "zod"
import { dataOf, ListQuery, pageOf } from "../api.ts"
import { Dataset, DatasetName, DatasetPatch, DataVersion, ImportMode } from "../dataset.ts"
import { DatasetId, RunId } from "../ids.ts"
import { DataProfile, ImportOptions, Inspection, PreviewResponse, ValuesResponse } from "../job-contract.ts"
import { ColumnReader, Run, RunReview } from "../run.ts"
import { endpoint } from "./endpoint.ts"

const datasetParams = z.object({ datasetId: DatasetId })
const runParams = z.object({ runId: RunId })

export const MAX_PREVIEW_ROWS = 1000

/** The whole head of a file that is looked at before it is imported. */
export const MAX_INSPECTED_BYTES = 2 * 1024 * 1024

/** A past data version by its number; absent = the current one. */
const versionQuery = { version: z.coerce.number().int().positive().optional() }

/** Whether a re-import waits for a person: always, or only when columns are added, removed or change their type. */
export const ConfirmWhen = z.enum(["always", "when_changed"])

export const S3Location = z.strictObject({
  type: z.literal("s3"),
  bucket: z.string().min(1),
  key: z.string().min(1).max(1024),
})

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
  summary:
    "Import a CSV or Parquet file as a new dataset: as multipart, the fields name and options (JSON) first, then the part file; or as JSON from S3",
  access: "signed-in",
  bodyType: "multipart/form-data",
  body: z.object({
    name: z.string().optional(),
    options: z.string().optional(),
    file: z.string().meta({ format: "binary" }),
  }),
  jsonBody: z.strictObject({ name: DatasetName.optional(), source: S3Location, options: ImportOptions.default({}) }),
  status: 202,
  response: z.object({ data: Dataset, run: Run }),
})

export const inspectFile = endpoint({
  method: "POST",
  path: "/api/datasets/inspect",
  summary:
    "How a file would be read: as multipart, the fields filename, sizeBytes and options (JSON), then its first bytes as the part file; or as JSON from S3. Nothing is kept",
  access: "signed-in",
  reads: true,
  bodyType: "multipart/form-data",
  body: z.object({
    filename: z.string().optional(),
    /** Of the whole file, of which the part may be only the first MAX_INSPECTED_BYTES. */
    sizeBytes: z.string().optional(),
    options: z.string().optional(),
    file: z.string().meta({ format: "binary" }),
  }),
  jsonBody: z.strictObject({ source: S3Location, options: ImportOptions.default({}) }),
  status: 200,
  response: dataOf(Inspection),
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
  summary:
    "Replace a dataset's data, or append to it: as multipart, the fields mode, confirm and options (JSON) first, then the part file; or as JSON, from S3 (by default from where it came, and skipped when the file has not changed)",
  access: "signed-in",
  params: datasetParams,
  bodyType: "multipart/form-data",
  body: z.object({
    mode: ImportMode.optional(),
    confirm: ConfirmWhen.optional(),
    options: z.string().optional(),
    file: z.string().meta({ format: "binary" }),
  }),
  jsonBody: z.strictObject({
    mode: ImportMode.default("replace"),
    confirm: ConfirmWhen.default("when_changed"),
    source: S3Location.optional(),
    options: ImportOptions.optional(),
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

export const restoreDataVersion = endpoint({
  method: "POST",
  path: "/api/datasets/:datasetId/versions/:number/restore",
  summary: "Make the data of an earlier version current again, as a new version",
  access: "signed-in",
  params: datasetParams.extend({ number: z.coerce.number().int().positive() }),
  ifMatch: true,
  status: 200,
  response: dataOf(Dataset),
})

export const compareDataVersions = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/versions/:number/compare",
  summary: "What changed from an earlier version (with) to this one, and who reads the columns concerned",
  access: "signed-in",
  params: datasetParams.extend({ number: z.coerce.number().int().positive() }),
  query: z.object({ with: z.coerce.number().int().positive() }),
  status: 200,
  response: dataOf(RunReview.omit({ mode: true, warnings: true })),
})

export const readProfile = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/profile",
  summary: "What each column holds: nulls, distinct and frequent values, range, histogram",
  access: "signed-in",
  params: datasetParams,
  query: z.object(versionQuery),
  status: 200,
  response: dataOf(DataProfile),
})

export const readUsage = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/usage",
  summary: "The cards that read a dataset, and the dashboards they are on",
  access: "signed-in",
  params: datasetParams,
  status: 200,
  response: dataOf(z.object({ readers: z.array(ColumnReader) })),
})

export const downloadParquet = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/data.parquet",
  summary: "The data as one Parquet file, or ranges of its bytes",
  access: "signed-in",
  params: datasetParams,
  query: z.object(versionQuery),
  status: 200,
  response: z.string().meta({ format: "binary" }),
  responseType: "application/vnd.apache.parquet",
})

export const exportCsv = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/export.csv",
  summary: "The data as CSV; text a spreadsheet would take for a formula is guarded by an apostrophe",
  access: "signed-in",
  params: datasetParams,
  query: z.object(versionQuery),
  status: 200,
  response: z.string(),
  responseType: "text/csv",
})

export const previewDataset = endpoint({
  method: "GET",
  path: "/api/datasets/:datasetId/preview",
  summary: "The first rows; cells in the order of columns",
  access: "signed-in",
  params: datasetParams,
  query: z.object({ limit: z.coerce.number().int().min(0).max(MAX_PREVIEW_ROWS).default(100), ...versionQuery }),
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

export const publishRun = endpoint({
  method: "POST",
  path: "/api/runs/:runId/publish",
  summary: "Publish what a run that awaits confirmation has made",
  access: "signed-in",
  params: runParams,
  status: 200,
  response: dataOf(Run),
})

export const discardRun = endpoint({
  method: "POST",
  path: "/api/runs/:runId/discard",
  summary: "Drop what a run that awaits confirmation has made; the data stays as it was",
  access: "signed-in",
  params: runParams,
  status: 200,
  response: dataOf(Run),
})

export const listS3Buckets = endpoint({
  method: "GET",
  path: "/api/sources/s3",
  summary: "The S3 buckets the operator allows as sources",
  access: "signed-in",
  status: 200,
  response: dataOf(z.object({ buckets: z.array(z.string()) })),
})

export const listS3Objects = endpoint({
  method: "GET",
  path: "/api/sources/s3/:bucket/objects",
  summary: "The folders and files under a prefix of a bucket",
  access: "signed-in",
  params: z.object({ bucket: z.string() }),
  query: z.object({ prefix: z.string().max(1024).default(""), cursor: z.string().max(2000).optional() }),
  status: 200,
  response: dataOf(
    z.object({
      folders: z.array(z.string()),
      objects: z.array(
        z.object({ key: z.string(), sizeBytes: z.int().nonnegative(), modifiedAt: z.iso.datetime(), etag: z.string() }),
      ),
      nextCursor: z.string().nullable(),
    }),
  ),
})

import "server-only"
import type { z } from "zod"
import { AppError } from "#lib/domain/app-error.ts"
import { DatasetName, ImportMode, type Dataset, type DatasetSource } from "#lib/domain/dataset.ts"
import { ConfirmWhen, type createDataset, type importDataset, type S3Location } from "#lib/domain/endpoints/datasets.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import { newId, type DatasetId } from "#lib/domain/ids.ts"
import type { ImportOptions } from "#lib/domain/job-contract.ts"
import type { Run } from "#lib/domain/run.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { parse } from "../http/parse-request.ts"
import type { ImportRunRequest } from "../runs/import-request.ts"
import { publicRun } from "../runs/public-run.ts"
import { createRun } from "../runs/run-store.ts"
import { headSource } from "../sources/read-object.ts"
import { getTransformHead } from "../transforms/transform-store.ts"
import * as store from "./dataset-store.ts"
import { parseOptionsField } from "./options-field.ts"
import { forget, receiveUpload, type StoredUpload } from "./receive-upload.ts"

type Started = { dataset: Dataset; run: Run }

/** Where the data come from: a file received already, or one that the run will fetch. */
type Arrival = { source: DatasetSource; filename: string; sizeBytes: number; uploadId?: StoredUpload["uploadId"] }

type NewImport = { actor: Actor; request: Request; body: z.output<typeof createDataset.jsonBody> | undefined }

/**
 * Queues the import of a new dataset: of an upload, which is received first, or from S3 as `body` says.
 * @throws AppError as receiveUpload and headSource; validation_failed.
 */
export async function startDatasetImport({ actor, request, body }: NewImport): Promise<Started> {
  if (body) {
    const arrival = await arrivalFromS3(body.source, request.signal)
    return createFrom(actor, arrival, body.name ?? nameOf(arrival.filename), body.options)
  }
  const upload = await receiveUpload(request)
  return keepingNothingOnFailure(upload, () => {
    const name = parse(DatasetName, upload.fields.get("name") ?? nameOf(upload.filename), "name")
    const arrival: Arrival = { ...upload, source: { type: "upload", filename: upload.filename } }
    return createFrom(actor, arrival, name, parseOptionsField(upload.fields.get("options")) ?? {})
  })
}

async function createFrom(actor: Actor, arrival: Arrival, name: string, options: ImportOptions): Promise<Started> {
  const now = new Date().toISOString()
  const runId = newId("run")
  const dataset = await store.createDataset({
    id: newId("ds"),
    name,
    description: "",
    columnDescriptions: {},
    ownerId: actor.userId,
    status: "importing",
    source: arrival.source,
    columns: [],
    rowCount: 0,
    sizeBytes: 0,
    dataVersion: null,
    runId,
    stale: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  })
  await recordAudit({ type: "dataset.created", targetId: dataset.id, targetName: dataset.name })
  const how = { options, optionsInherited: false, mode: "replace", confirm: "when_changed" } as const
  return { dataset: withoutGrants(dataset), run: await queue(actor, dataset, runId, arrival, how) }
}

type Reimport = {
  actor: Actor
  datasetId: DatasetId
  request: Request
  body: z.output<typeof importDataset.jsonBody> | undefined
}

/**
 * Queues an import as the next data version: of an upload, which is received first, or from S3 as `body` says, by
 * default from where the data came. Without options it reads as the current version was read.
 * @throws AppError not_found, forbidden, and as startDatasetImport.
 */
export async function startReimport({ actor, datasetId, request, body }: Reimport): Promise<Started> {
  const { thing: dataset } = await findPermitted(actor, "edit", "dataset", store.getDataset(datasetId))
  await refuseWhenMade(dataset)
  if (body) {
    const { mode, confirm, options } = body
    const arrival = await arrivalFromS3(body.source ?? s3SourceOf(dataset), request.signal)
    return importInto(actor, dataset, arrival, { mode, confirm, options })
  }
  const upload = await receiveUpload(request)
  return keepingNothingOnFailure(upload, () => {
    const { fields, filename } = upload
    const arrival: Arrival = { ...upload, source: { type: "upload", filename } }
    return importInto(actor, dataset, arrival, {
      mode: parse(ImportMode, fields.get("mode") || "replace", "mode"),
      confirm: parse(ConfirmWhen, fields.get("confirm") || "when_changed", "confirm"),
      options: parseOptionsField(fields.get("options")),
    })
  })
}

/** What is imported would be gone with the transform's next run. @throws AppError conflict. */
async function refuseWhenMade({ name, source }: Dataset): Promise<void> {
  if (source.type === "transform" && (await getTransformHead(source.transformId)))
    throw new AppError("conflict", `"${name}" is made by a transform: change that, or import into another dataset.`)
}

async function importInto(
  actor: Actor,
  dataset: Dataset,
  arrival: Arrival,
  { options, ...how }: Pick<ImportRunRequest, "mode" | "confirm"> & { options: ImportOptions | undefined },
): Promise<Started> {
  const runId = newId("run")
  // A dataset without data shows its import; one with data stays ready, with the data it has and where they came from.
  const patch = dataset.dataVersion ? { runId } : { runId, status: "importing" as const, source: arrival.source }
  const updated = await store.updateDataset(dataset.id, patch, null)
  const inherited = options === undefined && dataset.dataVersion !== null
  const asked = { ...how, options: options ?? dataset.dataVersion?.options ?? {}, optionsInherited: inherited }
  return { dataset: withoutGrants(updated), run: await queue(actor, updated, runId, arrival, asked) }
}

async function queue(
  actor: Actor,
  dataset: Dataset,
  runId: Run["id"],
  { source, filename, sizeBytes, uploadId }: Arrival,
  how: Pick<ImportRunRequest, "mode" | "confirm" | "options" | "optionsInherited">,
): Promise<Run> {
  const request: ImportRunRequest = { ...how, ...(uploadId && { uploadId }), filename, source }
  const run = await createRun({
    id: runId,
    kind: "import",
    status: "queued",
    progress: { stage: "queued", done: 0, total: sizeBytes },
    datasetId: dataset.id,
    startedBy: actor.userId,
    createdAt: new Date().toISOString(),
    request,
  })
  return publicRun(run)
}

/** Looks at the file first, so that what cannot be read is told before anything is begun. */
async function arrivalFromS3({ bucket, key }: z.output<typeof S3Location>, signal: AbortSignal): Promise<Arrival> {
  const { sizeBytes } = await headSource({ bucket, key }, signal)
  const filename = key.split("/").findLast((segment) => segment !== "") ?? key
  return { source: { type: "s3", bucket, key, etag: null }, filename: filename.slice(0, 500), sizeBytes }
}

function s3SourceOf({ source, name }: Dataset): { type: "s3"; bucket: string; key: string } {
  if (source.type === "s3") return { type: "s3", bucket: source.bucket, key: source.key }
  throw new AppError("validation_failed", `"${name}" did not come from S3: say in source where to import it from.`)
}

const nameOf = (filename: string): string =>
  filename
    .replace(/\.gz$/i, "")
    .replace(/\.[^.]{1,8}$/, "")
    .trim()
    .slice(0, 200) || "Untitled"

async function keepingNothingOnFailure<T>(upload: StoredUpload, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await forget(upload)
    throw error
  }
}

import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { DatasetName, type Dataset } from "#lib/domain/dataset.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import { newId, type DatasetId } from "#lib/domain/ids.ts"
import { ImportOptions } from "#lib/domain/job-contract.ts"
import type { Run } from "#lib/domain/run.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { parse } from "../http/parse-request.ts"
import { createRun } from "../runs/run-store.ts"
import { publicRun } from "../runs/public-run.ts"
import { createDataset, getDataset, updateDataset } from "./dataset-store.ts"
import { forget, receiveUpload, type Upload } from "./receive-upload.ts"

type Started = { dataset: Dataset; run: Run }

/** Receives an upload and queues its import as a new dataset. @throws AppError as receiveUpload; validation_failed. */
export async function startDatasetImport({ actor, request }: { actor: Actor; request: Request }): Promise<Started> {
  const upload = await receiveUpload(request)
  return keepingNothingOnFailure(upload, async () => {
    const name = parse(DatasetName, upload.fields.get("name") ?? upload.filename.replace(/\.[^.]{1,8}$/, ""), "name")
    const options = parseOptions(upload)
    const now = new Date().toISOString()
    const runId = newId("run")
    const dataset = await createDataset({
      id: newId("ds"),
      name,
      description: "",
      ownerId: actor.userId,
      status: "importing",
      source: { type: "upload", filename: upload.filename },
      columns: [],
      rowCount: 0,
      sizeBytes: 0,
      dataVersion: null,
      runId,
      version: 1,
      createdAt: now,
      updatedAt: now,
    })
    await recordAudit({ type: "dataset.created", targetId: dataset.id, targetName: dataset.name })
    return { dataset: withoutGrants(dataset), run: await queue(actor, dataset, runId, upload, options) }
  })
}

/** Receives an upload and queues its import as the next data version. @throws AppError not_found, forbidden, and as above. */
export async function startReimport({
  actor,
  datasetId,
  request,
}: {
  actor: Actor
  datasetId: DatasetId
  request: Request
}): Promise<Started> {
  const { thing: dataset } = await findPermitted(actor, "edit", "dataset", getDataset(datasetId))
  const upload = await receiveUpload(request)
  return keepingNothingOnFailure(upload, async () => {
    const mode = upload.fields.get("mode") ?? "replace"
    if (mode !== "replace") throw new AppError("validation_failed", `Mode must be replace, not ${mode}.`)
    const options = parseOptions(upload)
    const runId = newId("run")
    // A dataset without data shows its import; one with data stays ready, with the data it has.
    const patch = dataset.dataVersion ? { runId } : { runId, status: "importing" as const }
    const updated = await updateDataset(
      datasetId,
      { ...patch, source: { type: "upload", filename: upload.filename } },
      null,
    )
    return { dataset: withoutGrants(updated), run: await queue(actor, dataset, runId, upload, options) }
  })
}

async function queue(
  actor: Actor,
  dataset: Dataset,
  runId: Run["id"],
  upload: Upload,
  options: ImportOptions,
): Promise<Run> {
  const { uploadId, filename, sizeBytes } = upload
  const run = await createRun({
    id: runId,
    kind: "import",
    status: "queued",
    progress: { stage: "queued", done: 0, total: sizeBytes },
    datasetId: dataset.id,
    startedBy: actor.userId,
    createdAt: new Date().toISOString(),
    request: { uploadId, filename, options },
  })
  return publicRun(run)
}

async function keepingNothingOnFailure<T>(upload: Upload, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await forget(upload)
    throw error
  }
}

function parseOptions({ fields }: Upload): ImportOptions {
  const text = fields.get("options")
  if (text === undefined || text === "") return {}
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new AppError("validation_failed", "The field options is not valid JSON.", { cause })
  }
  return parse(ImportOptions, json, "options")
}

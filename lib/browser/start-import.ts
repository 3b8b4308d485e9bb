import { z } from "zod"
import { ErrorEnvelope } from "#lib/domain/api.ts"
import { Dataset, type ImportMode } from "#lib/domain/dataset.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { ImportOptions } from "#lib/domain/job-contract.ts"
import { Run } from "#lib/domain/run.ts"
import { ApiError, request } from "./api.ts"
import type { ImportSource } from "./import-source.ts"

const Accepted = z.object({ data: Dataset, run: Run })
export type AcceptedImport = z.infer<typeof Accepted>

/** A new dataset, or new data for one that exists. */
export type ImportTarget =
  | { kind: "new"; name: string }
  | { kind: "existing"; datasetId: DatasetId; mode: ImportMode; confirm: "always" | "when_changed" }

type ImportRequest = {
  target: ImportTarget
  source: ImportSource
  options: ImportOptions
  signal: AbortSignal
  onProgress: (sentBytes: number, totalBytes: number) => void
}

/** Begins an import; answers once the server has all it needs from here. Throws ApiError, and the signal's AbortError. */
export function startImport({ target, source, options, signal, onProgress }: ImportRequest): Promise<AcceptedImport> {
  if (source.type === "file") return sendForm(pathOf(target), formOf(target, source.file, options), signal, onProgress)
  const { bucket, key } = source
  const body = { ...fieldsOf(target), source: { type: "s3", bucket, key }, options }
  return request(Accepted, pathOf(target), { body, signal })
}

/** Imports once more what a dataset was last imported from, read as it was then. */
export function importAgain(datasetId: DatasetId): Promise<AcceptedImport> {
  return request(Accepted, `/api/datasets/${datasetId}/import`, { body: {} })
}

const pathOf = (target: ImportTarget) =>
  target.kind === "new" ? "/api/datasets" : `/api/datasets/${target.datasetId}/import`

const fieldsOf = (target: ImportTarget) =>
  target.kind === "new" ? { name: target.name } : { mode: target.mode, confirm: target.confirm }

/** The server reads the form as it comes: what it must know goes before the file. */
function formOf(target: ImportTarget, file: File, options: ImportOptions): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fieldsOf(target))) form.append(name, value)
  form.append("options", JSON.stringify(options))
  form.append("file", file, file.name)
  return form
}

/** XMLHttpRequest, because fetch tells nothing about bytes sent. */
function sendForm(
  path: string,
  form: FormData,
  signal: AbortSignal,
  onProgress: ImportRequest["onProgress"],
): Promise<AcceptedImport> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    const abort = () => xhr.abort()
    signal.throwIfAborted()
    signal.addEventListener("abort", abort, { once: true })
    xhr.addEventListener("loadend", () => signal.removeEventListener("abort", abort))
    xhr.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded, total))
    xhr.addEventListener("abort", () => reject(new DOMException("The upload was cancelled.", "AbortError")))
    xhr.addEventListener("error", () => reject(connectionLost()))
    xhr.addEventListener("load", () => {
      try {
        resolve(readImportAnswer(xhr.status, xhr.responseText))
      } catch (error) {
        reject(error)
      }
    })
    xhr.open("POST", path)
    xhr.setRequestHeader("accept", "application/json")
    xhr.send(form)
  })
}

const connectionLost = (): ApiError =>
  new ApiError(
    "The connection was lost while the file was being sent, or the file was changed meanwhile. Check both, then try again.",
    { status: 0, code: "unreachable" },
  )

/** The answer to an upload, or the ApiError it stands for, thrown. */
export function readImportAnswer(status: number, text: string): AcceptedImport {
  const body = parseJson(text)
  if (status >= 200 && status < 300) {
    const accepted = Accepted.safeParse(body)
    if (accepted.success) return accepted.data
    throw new ApiError("The server's answer could not be read. Reload the page and look among the datasets.", {
      status,
      code: "bad_answer",
    })
  }
  const refused = ErrorEnvelope.safeParse(body)
  if (refused.success) {
    const { code, message, details, requestId } = refused.data.error
    throw new ApiError(message, { status, code, details, requestId })
  }
  const message =
    status === 413
      ? "The file is larger than this server accepts."
      : `The server answered ${status} without saying why. Try again in a moment.`
  throw new ApiError(message, { status, code: status === 413 ? "too_large" : "bad_answer" })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

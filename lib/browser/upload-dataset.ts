import { z } from "zod"
import { ErrorEnvelope } from "#lib/domain/api.ts"
import { Dataset } from "#lib/domain/dataset.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import { Run } from "#lib/domain/run.ts"
import { ApiError } from "./api.ts"

const Accepted = z.object({ data: Dataset, run: Run })
export type AcceptedUpload = z.infer<typeof Accepted>

/** A new dataset, or new data for one that exists. */
export type UploadTarget = { kind: "new"; name: string } | { kind: "replace"; datasetId: DatasetId }

type Upload = {
  target: UploadTarget
  file: File
  signal: AbortSignal
  onProgress: (sentBytes: number, totalBytes: number) => void
}

/**
 * Sends a file; answers once the server holds all of it and its import is queued.
 * XMLHttpRequest, because fetch tells nothing about bytes sent. Throws ApiError, and the signal's AbortError.
 */
export function uploadDataset({ target, file, signal, onProgress }: Upload): Promise<AcceptedUpload> {
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
        resolve(readUploadAnswer(xhr.status, xhr.responseText))
      } catch (error) {
        reject(error)
      }
    })
    xhr.open("POST", target.kind === "new" ? "/api/datasets" : `/api/datasets/${target.datasetId}/import`)
    xhr.setRequestHeader("accept", "application/json")
    xhr.send(formOf(target, file))
  })
}

/** The server reads the form as it comes: what it must know goes before the file. */
function formOf(target: UploadTarget, file: File): FormData {
  const form = new FormData()
  if (target.kind === "new") form.append("name", target.name)
  else form.append("mode", "replace")
  form.append("file", file, file.name)
  return form
}

const connectionLost = (): ApiError =>
  new ApiError("The connection was lost while the file was being sent. Check your connection, then try again.", {
    status: 0,
    code: "unreachable",
  })

/** The answer to an upload, or the ApiError it stands for, thrown. */
export function readUploadAnswer(status: number, text: string): AcceptedUpload {
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

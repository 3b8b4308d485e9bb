import type { DatasetId, RunId } from "#lib/domain/ids.ts"
import type { Run } from "#lib/domain/run.ts"

/** The dataset to import into, once there is one: a second try must not leave a second dataset behind. */
type Target = { datasetId?: DatasetId }
/** What an upload form remembers of a chosen file: enough to show it and to try again. */
export type ChosenFile = { file: File; name: string } & Target
export type Failure = { message: string; line?: number; advice: string }

/** One upload, from choosing a file to rows that can be read. */
export type UploadState =
  | ({ step: "choosing"; problem?: string; typedName?: string } & Target)
  | ({ step: "ready"; notice?: string } & ChosenFile)
  | ({ step: "uploading"; sentBytes: number; totalBytes: number } & ChosenFile)
  | ({ step: "importing"; datasetId: DatasetId; runId: RunId; run: Run } & ChosenFile)
  | ({ step: "failed"; failure: Failure } & ChosenFile)
  | { step: "succeeded"; datasetId: DatasetId }

export type UploadEvent =
  | { type: "file-chosen"; file: File }
  | { type: "file-refused"; problem: string }
  | { type: "file-removed" }
  | { type: "named"; name: string }
  | { type: "started" }
  | { type: "sent"; sentBytes: number; totalBytes: number }
  | { type: "accepted"; datasetId: DatasetId; run: Run }
  | { type: "run-changed"; run: Run }
  | { type: "failed"; message: string; advice?: string }
  | { type: "cancelled" }

export const EMPTY_UPLOAD: UploadState = { step: "choosing" }

/** Events that a step does not know are late ones, of a try already given up: they change nothing. */
export function nextUpload(state: UploadState, event: UploadEvent): UploadState {
  switch (event.type) {
    case "file-chosen":
      return isBusy(state)
        ? state
        : { step: "ready", file: event.file, name: nameKept(state) ?? nameOfFile(event.file.name), ...target(state) }
    case "file-refused":
      return isBusy(state) ? state : { ...choosing(state), problem: event.problem }
    case "file-removed":
      return isBusy(state) ? state : choosing(state)
    case "named":
      return state.step === "ready" || state.step === "failed" ? { ...state, name: event.name } : state
    case "started":
      return state.step === "ready" || state.step === "failed"
        ? { step: "uploading", ...chosen(state), sentBytes: 0, totalBytes: state.file.size }
        : state
    case "sent":
      return state.step === "uploading" ? { ...state, sentBytes: event.sentBytes, totalBytes: event.totalBytes } : state
    case "accepted":
      return state.step === "uploading"
        ? { step: "importing", ...chosen(state), datasetId: event.datasetId, runId: event.run.id, run: event.run }
        : state
    case "run-changed":
      return state.step === "importing" && event.run.id === state.runId ? afterRun(state, event.run) : state
    case "failed":
      return isBusy(state) ? failedWith(state, { message: event.message, advice: event.advice ?? TRY_AGAIN }) : state
    case "cancelled":
      return isBusy(state) ? { step: "ready", ...chosen(state), notice: CANCELLED } : state
  }
}

type Busy = Extract<UploadState, { step: "uploading" | "importing" }>
const isBusy = (state: UploadState): state is Busy => state.step === "uploading" || state.step === "importing"
const target = ({ datasetId }: Target): Target => (datasetId === undefined ? {} : { datasetId })
const chosen = ({ file, name, datasetId }: ChosenFile): ChosenFile => ({ file, name, ...target({ datasetId }) })

function afterRun(state: Extract<UploadState, { step: "importing" }>, run: Run): UploadState {
  switch (run.status) {
    case "succeeded":
      return { step: "succeeded", datasetId: state.datasetId }
    case "failed":
      return failedWith(state, failureOfRun(run))
    case "cancelled":
      return nextUpload(state, { type: "cancelled" })
    default:
      return { ...state, run }
  }
}

function failedWith(state: Busy, failure: Failure): UploadState {
  return { step: "failed", ...chosen(state), failure }
}

const CANCELLED = "Cancelled. Nothing was imported."
const TRY_AGAIN = "Nothing was imported; the same file can be sent again."
const ADVICE_BY_CODE: Record<string, string> = {
  invalid_file: "Correct the file, then choose it again.",
  too_large: "Split the file, or leave out columns you don't need.",
  memory_limit: "Split the file, or leave out columns you don't need.",
  timeout: "Try again when the server is less busy, or split the file.",
}

/** What a failed import tells its author: what is wrong, on which line, and what to do. */
export function failureOfRun(run: Run): Failure {
  const { error } = run
  if (!error) return { message: "The import failed.", advice: TRY_AGAIN }
  return {
    message: error.message,
    ...(error.line === undefined ? {} : { line: error.line }),
    advice: ADVICE_BY_CODE[error.code] ?? TRY_AGAIN,
  }
}

function choosing(state: UploadState): Extract<UploadState, { step: "choosing" }> {
  const typedName = nameKept(state)
  return { step: "choosing", ...target(state), ...(typedName === undefined ? {} : { typedName }) }
}

/** A name already typed survives a change of file. */
function nameKept(state: UploadState): string | undefined {
  if (state.step === "choosing") return state.typedName
  if (state.step !== "ready" && state.step !== "failed") return undefined
  return state.name.trim() !== "" && state.name !== nameOfFile(state.file.name) ? state.name : undefined
}

/** `2024_orders-final.csv.gz` → `2024 orders final`. */
export function nameOfFile(filename: string): string {
  const words = filename
    .replace(/\.(?:csv|tsv|txt)(?:\.gz)?$/i, "")
    .replaceAll(/[_-]+|\s+/g, " ")
    .trim()
  return words.slice(0, 200) || filename.slice(0, 200)
}

/** Why a file can't be an import, as far as its name and size tell; null when it may be. */
export function fileProblem(file: Pick<File, "name" | "size">): string | null {
  if (file.size === 0) return `${file.name} is empty.`
  if (/\.(?:xlsx?|ods|numbers)$/i.test(file.name))
    return `${file.name} is a spreadsheet. Save it as CSV, then choose that file.`
  if (/\.(?:zip|rar|7z|pdf|png|jpe?g|docx?)$/i.test(file.name))
    return `${file.name} is not a CSV file. Choose a .csv, .tsv or .txt file.`
  return null
}

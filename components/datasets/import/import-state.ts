import { sourceName, sourceSizeBytes, type ImportSource } from "#lib/browser/import-source.ts"
import type { ImportMode } from "#lib/domain/dataset.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { ImportOptions, Inspection } from "#lib/domain/job-contract.ts"
import type { Run } from "#lib/domain/run.ts"
import { failureOfRun, type Failure } from "./import-failure-of.ts"
import { nameOfFile } from "./import-file.ts"
import { changeOptions, recallOptions } from "./import-options.ts"

/** All that is chosen before an import, kept through every step so that nothing has to be chosen twice. */
export type Draft = {
  source: ImportSource
  name: string
  options: ImportOptions
  mode: ImportMode
  /** Wait for a person even when the columns are the same as before. */
  alwaysConfirm: boolean
  /** The dataset to import into, once there is one: a second try must not leave a second dataset behind. */
  datasetId?: DatasetId
}

export type Preview =
  | { state: "reading"; before: Inspection | null }
  | { state: "shown"; inspection: Inspection }
  | { state: "refused"; failure: Failure; before: Inspection | null }

export type ImportState =
  | { step: "choosing"; start: StartOptions; problem?: string; typedName?: string; datasetId?: DatasetId }
  | ({
      step: "settling"
      start: StartOptions
      preview: Preview
      /** The last options that the file could be read with. */
      accepted: ImportOptions | null
      /** Whether what the last import said of single columns has been taken over. */
      recalled: boolean
      told?: Told
    } & WithDraft)
  | ({
      step: "sending"
      start: StartOptions
      inspection: Inspection
      sentBytes: number
      totalBytes: number
    } & WithDraft)
  | ({ step: "importing"; start: StartOptions; inspection: Inspection; datasetId: DatasetId; run: Run } & WithDraft)
  | ({ step: "failed"; start: StartOptions; inspection: Inspection; failure: Failure } & WithDraft)
  | { step: "done"; datasetId: DatasetId }

type WithDraft = { draft: Draft }
/** What the last try came to, told until something is changed. */
export type Told = { kind: "cancelled" } | { kind: "failed"; failure: Failure }
/** How the dataset's last import was read: what the next one begins with. */
export type StartOptions = ImportOptions

export type ImportEvent =
  | { type: "source-chosen"; source: ImportSource }
  | { type: "source-refused"; problem: string }
  | { type: "source-removed" }
  | { type: "named"; name: string }
  | { type: "options-changed"; change: Partial<ImportOptions> }
  | { type: "options-replaced"; options: ImportOptions }
  | { type: "mode-changed"; mode: ImportMode }
  | { type: "confirm-changed"; alwaysConfirm: boolean }
  | { type: "inspected"; inspection: Inspection }
  | { type: "inspection-failed"; failure: Failure }
  | { type: "started" }
  | { type: "sent"; sentBytes: number; totalBytes: number }
  | { type: "accepted"; datasetId: DatasetId; run: Run }
  | { type: "run-changed"; run: Run }
  | { type: "failed"; failure: Failure }
  | { type: "cancelled" }
  | { type: "settings-reopened"; change?: Partial<ImportOptions> }

export function emptyImport(datasetId?: DatasetId, start: StartOptions = {}): ImportState {
  return { step: "choosing", start, ...(datasetId === undefined ? {} : { datasetId }) }
}

/** Events that a step does not know are late ones, of a try already given up: they change nothing. */
export function nextImport(state: ImportState, event: ImportEvent): ImportState {
  switch (event.type) {
    case "source-chosen":
      return state.step === "choosing" || state.step === "settling" || state.step === "failed"
        ? settle(state, event.source)
        : state
    case "source-refused":
      return state.step === "choosing" ? { ...state, problem: event.problem } : state
    case "source-removed":
      return state.step === "settling" || state.step === "failed" ? choosing(state) : state
    case "named":
      return state.step === "settling" ? { ...state, draft: { ...state.draft, name: event.name } } : state
    case "mode-changed":
      return state.step === "settling" ? { ...state, draft: { ...state.draft, mode: event.mode } } : state
    case "confirm-changed":
      return state.step === "settling"
        ? { ...state, draft: { ...state.draft, alwaysConfirm: event.alwaysConfirm } }
        : state
    case "options-changed":
      return state.step === "settling" ? withOptions(state, changeOptions(state.draft.options, event.change)) : state
    case "options-replaced":
      return state.step === "settling" ? withOptions(state, event.options) : state
    case "inspected":
      return state.step === "settling" ? afterInspection(state, event.inspection) : state
    case "inspection-failed":
      return state.step === "settling"
        ? { ...state, preview: { state: "refused", failure: event.failure, before: inspectionOf(state.preview) } }
        : state
    case "started":
      return started(state)
    case "sent":
      return state.step === "sending" ? { ...state, sentBytes: event.sentBytes, totalBytes: event.totalBytes } : state
    case "accepted":
      return state.step === "sending" ? accepted(state, event.datasetId, event.run) : state
    case "run-changed":
      return state.step === "importing" && event.run.id === state.run.id ? afterRun(state, event.run) : state
    case "failed":
      return state.step === "sending" || state.step === "importing" ? failed(state, event.failure) : state
    case "cancelled":
      return state.step === "sending" || state.step === "importing" ? reopened(state, { kind: "cancelled" }) : state
    case "settings-reopened":
      return state.step === "failed" ? reopenedWith(state, event.change) : state
  }
}

type Step<S extends ImportState["step"]> = Extract<ImportState, { step: S }>

function settle(state: Step<"choosing" | "settling" | "failed">, source: ImportSource): ImportState {
  const datasetId = state.step === "choosing" ? state.datasetId : state.draft.datasetId
  const before = state.step === "choosing" ? null : state.draft
  const { types, sortBy, ...reading } = state.start
  return {
    step: "settling",
    start: state.start,
    draft: {
      source,
      name: nameKept(state) ?? nameOfFile(sourceName(source)),
      options: reading,
      mode: before?.mode ?? "replace",
      alwaysConfirm: before?.alwaysConfirm ?? false,
      ...(datasetId === undefined ? {} : { datasetId }),
    },
    preview: { state: "reading", before: null },
    accepted: null,
    // Which columns the new file has is only known once it has been read.
    recalled: types === undefined && sortBy === undefined,
  }
}

function withOptions(state: Step<"settling">, options: ImportOptions): Step<"settling"> {
  const { told: _, ...rest } = state
  return {
    ...rest,
    draft: { ...state.draft, options },
    preview: { state: "reading", before: inspectionOf(state.preview) },
  }
}

function afterInspection(state: Step<"settling">, inspection: Inspection): ImportState {
  const shown: Step<"settling"> = {
    ...state,
    recalled: true,
    preview: { state: "shown", inspection },
    accepted: state.draft.options,
  }
  if (state.recalled) return shown
  const recalled = recallOptions(state.draft.options, state.start, inspection.columns)
  return recalled === null ? shown : withOptions(shown, recalled)
}

/** What was last seen of the file, however it stands now. */
export function inspectionOf(preview: Preview): Inspection | null {
  return preview.state === "shown" ? preview.inspection : preview.before
}

/** What an import that is started now was seen to be; null where none can be started. */
export function inspectionToStartWith(state: ImportState): Inspection | null {
  if (state.step === "settling") return inspectionOf(state.preview)
  return state.step === "failed" ? state.inspection : null
}

function started(state: ImportState): ImportState {
  const inspection = inspectionToStartWith(state)
  if ((state.step !== "settling" && state.step !== "failed") || inspection === null) return state
  if (state.step === "settling" && state.preview.state !== "shown") return state
  const { start, draft } = state
  return {
    step: "sending",
    start,
    draft,
    inspection,
    sentBytes: 0,
    totalBytes: draft.source.type === "file" ? (sourceSizeBytes(draft.source) ?? 0) : 0,
  }
}

function accepted({ start, draft, inspection }: Step<"sending">, datasetId: DatasetId, run: Run): ImportState {
  return afterRun({ step: "importing", start, draft: { ...draft, datasetId }, inspection, datasetId, run }, run)
}

function afterRun(state: Step<"importing">, run: Run): ImportState {
  switch (run.status) {
    // The dataset's page is where it is decided on.
    case "awaiting_confirmation":
    case "succeeded":
      return { step: "done", datasetId: state.datasetId }
    case "failed":
      return failed(state, failureOfRun(run))
    case "cancelled":
      return reopened(state, { kind: "cancelled" })
    default:
      return { ...state, run }
  }
}

const failed = ({ start, draft, inspection }: Step<"sending" | "importing">, failure: Failure): ImportState => ({
  step: "failed",
  start,
  draft,
  inspection,
  failure,
})

const reopened = (
  { start, draft, inspection }: Step<"sending" | "importing" | "failed">,
  told: Told,
): Step<"settling"> => ({
  step: "settling",
  start,
  draft,
  accepted: draft.options,
  recalled: true,
  told,
  preview: { state: "shown", inspection },
})

function reopenedWith(state: Step<"failed">, change: Partial<ImportOptions> | undefined): ImportState {
  const settling = reopened(state, { kind: "failed", failure: state.failure })
  return change === undefined ? settling : withOptions(settling, changeOptions(settling.draft.options, change))
}

function choosing(state: Step<"settling" | "failed">): ImportState {
  const typedName = nameKept(state)
  return { ...emptyImport(state.draft.datasetId, state.start), ...(typedName === undefined ? {} : { typedName }) }
}

/** A name already typed survives a change of file. */
function nameKept(state: Step<"choosing" | "settling" | "failed">): string | undefined {
  if (state.step === "choosing") return state.typedName
  const { name, source } = state.draft
  return name.trim() !== "" && name !== nameOfFile(sourceName(source)) ? name : undefined
}

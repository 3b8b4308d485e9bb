import { describe, expect, test } from "vitest"
import { ApiError } from "#lib/browser/api.ts"
import type { ImportSource } from "#lib/browser/import-source.ts"
import { newId } from "#lib/domain/ids.ts"
import type { ImportOptions, Inspection } from "#lib/domain/job-contract.ts"
import type { Run } from "#lib/domain/run.ts"
import { failureOfError, failureOfRun } from "./import-failure-of.ts"
import { fileProblem, nameOfFile } from "./import-file.ts"
import { agreedOptions, changeOptions, changeType } from "./import-options.ts"
import { emptyImport, nextImport, type ImportEvent, type ImportState } from "./import-state.ts"

const source: ImportSource = { type: "file", file: new File(["zip,day\n007,2024-01-01\n"], "daily_orders.csv") }
const other: ImportSource = { type: "s3", bucket: "b", key: "in/other.csv", sizeBytes: 8 }
const datasetId = newId("ds")
const inspection: Inspection = {
  format: "csv",
  compression: "none",
  dialect: {
    encoding: "utf-8",
    delimiter: ",",
    decimal: ".",
    header: true,
    skipLines: 0,
    nullTokens: [],
    dateOrder: null,
  },
  columns: [
    { name: "zip", type: "int64" },
    { name: "day", type: "date" },
  ],
  rows: [[7, "2024-01-01"]],
  texts: [["7", "2024-01-01"]],
  lines: ["zip,day", "7,2024-01-01"],
  warnings: [],
  sortCandidates: ["day"],
  complete: true,
}
const queued: Run = {
  id: newId("run"),
  kind: "import",
  status: "queued",
  progress: { stage: "queued", done: 0, total: 0 },
  startedBy: newId("usr"),
  createdAt: "2024-05-01T10:00:00.000Z",
}
const refused: Run = {
  ...queued,
  status: "failed",
  error: { code: "invalid_file", message: "Line 3 has 4 fields, not 3.", line: 3, column: "zip" },
}
const failure = { message: "No.", advice: "Do." }

const from = (state: ImportState, ...events: ImportEvent[]): ImportState => events.reduce(nextImport, state)
const after = (...events: ImportEvent[]): ImportState => from(emptyImport(), ...events)
const choose: ImportEvent = { type: "source-chosen", source }
const inspected: ImportEvent = { type: "inspected", inspection }
const start: ImportEvent = { type: "started" }
const accepted: ImportEvent = { type: "accepted", datasetId, run: queued }
const runChanged = (run: Partial<Run>): ImportEvent => ({ type: "run-changed", run: { ...queued, ...run } })
const asText: ImportEvent = { type: "options-changed", change: { types: { zip: "string" } } }

describe("a chosen file", () => {
  test("is read at once, under a name of its own", () => {
    expect(after(choose)).toMatchObject({
      step: "settling",
      draft: { source, name: "daily orders", options: {} },
      preview: { state: "reading", before: null },
    })
  })
  test("given a name was typed, when another file is chosen, then the name stays", () => {
    const named: ImportEvent = { type: "named", name: "Orders" }
    expect(after(choose, named, { type: "source-chosen", source: other })).toMatchObject({ draft: { name: "Orders" } })
    expect(after(choose, named, { type: "source-removed" }, choose)).toMatchObject({ draft: { name: "Orders" } })
  })
  test("when a setting changes, then it is read again with the old preview in sight", () => {
    expect(after(choose, inspected, asText)).toMatchObject({
      draft: { options: { types: { zip: "string" } } },
      preview: { state: "reading", before: inspection },
    })
  })
  test("when a setting is refused, then the old preview and the last good settings are kept", () => {
    expect(after(choose, inspected, asText, { type: "inspection-failed", failure })).toMatchObject({
      preview: { state: "refused", failure, before: inspection },
      accepted: {},
    })
  })
  test("cannot be imported while it is refused or being read", () => {
    for (const events of [[choose], [choose, inspected, asText], [choose, { type: "inspection-failed", failure }]])
      expect(after(...(events as ImportEvent[]), start)).toMatchObject({ step: "settling" })
  })
})

describe("a file for a dataset that was imported before", () => {
  const last: ImportOptions = { delimiter: ";", types: { zip: "string", gone: "date", day: "date" }, sortBy: "gone" }
  const again = (options: ImportOptions, ...events: ImportEvent[]) => from(emptyImport(datasetId, options), ...events)

  test("is read as the last one, and then with the types of columns it still has", () => {
    expect(again(last, choose)).toMatchObject({ draft: { options: { delimiter: ";" }, datasetId } })
    expect(again(last, choose, inspected)).toMatchObject({
      draft: { options: { delimiter: ";", types: { zip: "string" } } },
      preview: { state: "reading", before: inspection },
    })
    expect(again(last, choose, inspected, inspected)).toMatchObject({ preview: { state: "shown" } })
  })
  test("keeps the order that was asked for", () => {
    expect(again({ sortBy: null }, choose, inspected)).toMatchObject({ draft: { options: { sortBy: null } } })
  })
  test("given nothing was said, then it is read once", () => {
    expect(again({}, choose, inspected)).toMatchObject({ preview: { state: "shown" } })
  })
})

describe("an import", () => {
  const sending = [choose, inspected, start] as const
  test("shows the bytes sent, then the run", () => {
    expect(after(...sending, { type: "sent", sentBytes: 4, totalBytes: 8 })).toMatchObject({
      step: "sending",
      sentBytes: 4,
      totalBytes: 8,
    })
    expect(after(...sending, accepted)).toMatchObject({ step: "importing", datasetId, run: queued })
  })
  test.each(["succeeded", "awaiting_confirmation"] as const)("ends when its run is %s", (status) => {
    expect(after(...sending, accepted, runChanged({ status }))).toEqual({ step: "done", datasetId })
  })
  test("given there was nothing new, then it ends with the answer to its start", () => {
    const unchanged: Run = { ...queued, status: "succeeded", outcome: "unchanged" }
    expect(after(...sending, { type: "accepted", datasetId, run: unchanged })).toEqual({ step: "done", datasetId })
  })
  test("given it fails, then it says where, and can be started again into the same dataset", () => {
    const failed = after(...sending, accepted, runChanged(refused))
    expect(failed).toMatchObject({ step: "failed", failure: { line: 3, column: "zip" }, draft: { datasetId, source } })
    expect(from(failed, start)).toMatchObject({ step: "sending", draft: { datasetId } })
    expect(from(failed, { type: "source-removed" }, choose)).toMatchObject({ draft: { datasetId } })
  })
  test("given it fails, when the settings are reopened, then file, preview and reason are there", () => {
    const failed = after(...sending, accepted, runChanged(refused))
    expect(from(failed, { type: "settings-reopened" })).toMatchObject({
      step: "settling",
      draft: { source },
      told: { kind: "failed" },
      preview: { state: "shown", inspection },
    })
    expect(from(failed, { type: "settings-reopened", change: { types: { zip: "string" } } })).toMatchObject({
      draft: { options: { types: { zip: "string" } } },
      preview: { state: "reading", before: inspection },
    })
  })
  test.each<[string, ImportEvent[]]>([
    ["while sending", [...sending]],
    ["while importing", [...sending, accepted]],
  ])("cancelled %s, the settings are there again", (_, events) => {
    expect(after(...events, { type: "cancelled" })).toMatchObject({
      step: "settling",
      draft: { source },
      told: { kind: "cancelled" },
    })
  })
  test.each<[string, ImportEvent[]]>([
    ["bytes of a cancelled try", [...sending, { type: "cancelled" }, { type: "sent", sentBytes: 8, totalBytes: 8 }]],
    ["an answer to a cancelled try", [...sending, { type: "cancelled" }, accepted]],
    ["another run's progress", [...sending, accepted, runChanged({ ...refused, id: newId("run") })]],
    ["a second file while one is being sent", [...sending, { type: "source-chosen", source: other }]],
    ["a late look at its file", [...sending, inspected]],
  ])("is not disturbed by %s", (_, events) => expect(after(...events)).toEqual(after(...events.slice(0, -1))))
})

describe("settings", () => {
  test.each<[string, ImportOptions, Partial<ImportOptions>, ImportOptions]>([
    ["a change is added", { decimal: "," }, { dateOrder: "day_first" }, { decimal: ",", dateOrder: "day_first" }],
    ["what is unset is found out again", { decimal: "," }, { decimal: undefined }, {}],
    [
      "another delimiter may mean other columns",
      { types: { a: "date" }, sortBy: "a" },
      { delimiter: ";" },
      { delimiter: ";" },
    ],
    [
      "another decimal mark does not",
      { types: { a: "date" } },
      { decimal: "," },
      { types: { a: "date" }, decimal: "," },
    ],
    ["no type is no choice", { types: { a: "date" } }, { types: {} }, {}],
    ["as they come is a choice", {}, { sortBy: null }, { sortBy: null }],
  ])("%s", (_, before, change, expected) => expect(changeOptions(before, change)).toEqual(expected))

  test("one column's type is set and unset without touching the others", () => {
    expect(changeType({ types: { a: "date" } }, "b", "string")).toEqual({ types: { a: "date", b: "string" } })
    expect(changeType({ types: { a: "date", b: "string" } }, "b", undefined)).toEqual({ types: { a: "date" } })
  })
})

describe("who starts an import agrees to what the preview shows", () => {
  const withNotes = { ...inspection, dialect: inspection.dialect && { ...inspection.dialect, skipLines: 2 } }

  test("notes above the table are left out", () =>
    expect(agreedOptions({ decimal: "," }, withNotes)).toEqual({ decimal: ",", skipLines: 2 }))

  test("unless it was chosen to keep them", () =>
    expect(agreedOptions({ skipLines: 0 }, withNotes)).toEqual({ skipLines: 0 }))

  test("where there are none, nothing is said", () => expect(agreedOptions({}, inspection)).toEqual({}))
})

test("a failed run without an error still says something", () => {
  expect(failureOfRun({}).message).not.toBe("")
})

test("a refused look at a file says where", () => {
  const error = new ApiError("line 3 is not UTF-8", {
    status: 400,
    code: "validation_failed",
    details: { line: 3, column: "zip", else: true },
  })
  expect(failureOfError(error)).toMatchObject({ message: "Line 3 is not UTF-8.", line: 3, column: "zip" })
  expect(failureOfError(new ApiError("No.", { status: 400, code: "validation_failed", details: [] }))).toMatchObject({
    message: "No.",
  })
})

test.each([
  ["daily_orders.csv", "daily orders"],
  ["Umsätze 2024.TSV", "Umsätze 2024"],
  ["a--b.csv.gz", "a b"],
  ["trips.parquet", "trips"],
  [".csv", ".csv"],
])("%s is named %s", (filename, name) => expect(nameOfFile(filename)).toBe(name))

test.each([
  ["orders.csv", 10, null],
  ["noending", 10, null],
  ["orders.csv", 0, "orders.csv is empty."],
  ["orders.xlsx", 10, expect.stringContaining("Save it as CSV")],
  ["photo.png", 10, expect.stringContaining("not a table")],
])("%s of %d bytes", (name, size, problem) => expect(fileProblem({ name, size })).toEqual(problem))

import { describe, expect, test } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import type { Run } from "#lib/domain/run.ts"
import {
  EMPTY_UPLOAD,
  failureOfRun,
  fileProblem,
  nameOfFile,
  nextUpload,
  type UploadEvent,
  type UploadState,
} from "./upload-state.ts"

const file = new File(["a,b\n1,2\n"], "daily_orders.csv")
const datasetId = newId("ds")
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
  error: { code: "invalid_file", message: "Line 3 has 4 fields, not 3.", line: 3 },
}

const after = (...events: UploadEvent[]): UploadState => events.reduce(nextUpload, EMPTY_UPLOAD)
const chooseFile: UploadEvent = { type: "file-chosen", file }
const start: UploadEvent = { type: "started" }
const accepted: UploadEvent = { type: "accepted", datasetId, run: queued }

describe("an upload", () => {
  test("given a file, then its name is suggested", () => {
    expect(after(chooseFile)).toEqual({ step: "ready", file, name: "daily orders" })
  })
  test("given a name was typed, when another file is chosen, then the name stays", () => {
    const other = new File(["x"], "other.csv")
    expect(after(chooseFile, { type: "named", name: "Orders" }, { type: "file-chosen", file: other })).toEqual({
      step: "ready",
      file: other,
      name: "Orders",
    })
  })
  test("given a name was typed, when the file is removed and another chosen, then the name stays", () => {
    const typed = after(chooseFile, { type: "named", name: "Orders" }, { type: "file-removed" })
    expect(nextUpload(typed, { type: "file-chosen", file: new File(["x"], "other.csv") })).toMatchObject({
      name: "Orders",
    })
  })
  test("shows the bytes sent, then the import", () => {
    expect(after(chooseFile, start, { type: "sent", sentBytes: 4, totalBytes: 8 })).toMatchObject({
      step: "uploading",
      sentBytes: 4,
      totalBytes: 8,
    })
    expect(after(chooseFile, start, accepted)).toMatchObject({
      step: "importing",
      datasetId,
      runId: queued.id,
      run: queued,
    })
  })
  test("ends when its run has succeeded", () => {
    expect(
      after(chooseFile, start, accepted, { type: "run-changed", run: { ...queued, status: "succeeded" } }),
    ).toEqual({ step: "succeeded", datasetId })
  })
  test("given the import fails, then it says where and can be started again", () => {
    const failed = after(chooseFile, start, accepted, { type: "run-changed", run: refused })
    expect(failed).toMatchObject({
      step: "failed",
      datasetId,
      failure: { message: "Line 3 has 4 fields, not 3.", line: 3 },
    })
    expect(nextUpload(failed, start)).toMatchObject({ step: "uploading", sentBytes: 0, datasetId })
  })
  test("given the import failed, when another file is chosen, then it goes into the same dataset", () => {
    const failed = after(chooseFile, start, accepted, { type: "run-changed", run: refused })
    expect(nextUpload(failed, { type: "file-chosen", file: new File(["x"], "x.csv") })).toMatchObject({
      step: "ready",
      datasetId,
    })
  })
  test("given the connection breaks while sending, then file and name are kept", () => {
    expect(after(chooseFile, start, { type: "failed", message: "Lost." })).toMatchObject({
      step: "failed",
      file,
      name: "daily orders",
    })
  })
  test.each([
    ["while sending", [chooseFile, start]],
    ["while importing", [chooseFile, start, accepted]],
  ])("cancelled %s, it can be started again", (_, events) => {
    expect(after(...events, { type: "cancelled" })).toMatchObject({
      step: "ready",
      file,
      notice: expect.stringContaining("Cancelled"),
    })
  })
  test.each<[string, UploadEvent[]]>([
    [
      "bytes of a cancelled try",
      [chooseFile, start, { type: "cancelled" }, { type: "sent", sentBytes: 8, totalBytes: 8 }],
    ],
    ["an answer to a cancelled try", [chooseFile, start, { type: "cancelled" }, accepted]],
    [
      "another run's progress",
      [chooseFile, start, accepted, { type: "run-changed", run: { ...refused, id: newId("run") } }],
    ],
    [
      "a second file while one is being sent",
      [chooseFile, start, { type: "file-chosen", file: new File(["x"], "x.csv") }],
    ],
  ])("is not disturbed by %s", (_, events) => expect(after(...events)).toEqual(after(...events.slice(0, -1))))
})

test("a failed run without an error still says something", () => {
  expect(failureOfRun({ ...queued, status: "failed" }).message).not.toBe("")
})

test.each([
  ["daily_orders.csv", "daily orders"],
  ["Umsätze 2024.TSV", "Umsätze 2024"],
  ["a--b.csv.gz", "a b"],
  [".csv", ".csv"],
])("%s is named %s", (filename, name) => expect(nameOfFile(filename)).toBe(name))

test.each([
  ["orders.csv", 10, null],
  ["noending", 10, null],
  ["orders.csv", 0, "orders.csv is empty."],
  ["orders.xlsx", 10, expect.stringContaining("Save it as CSV")],
  ["photo.png", 10, expect.stringContaining("not a CSV file")],
])("%s of %d bytes", (name, size, problem) => expect(fileProblem({ name, size })).toEqual(problem))

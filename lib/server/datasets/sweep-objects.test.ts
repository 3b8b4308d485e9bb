import { expect, test } from "vitest"
import { newId, type DatasetId, type DataVersionId } from "#lib/domain/ids.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import type { StoredRun } from "../runs/run-store.ts"
import { orphanedUploads, staleData } from "./sweep-objects.ts"

const now = new Date("2024-03-10T12:00:00Z")
const [yesterday, today] = [new Date("2024-03-09T11:59:59Z"), new Date("2024-03-09T12:00:01Z")]
type NamingRun = Parameters<typeof staleData>[1][number]

const runOf = (status: StoredRun["status"], change: Partial<NamingRun> = {}): NamingRun => ({
  status,
  datasetId: newId("ds"),
  request: { filename: "f", options: {} },
  candidate: null,
  ...change,
})
const importing = (uploadId: string) => runOf("running", { request: { uploadId, filename: "f.csv", options: {} } })
const awaiting = (id: DataVersionId) =>
  runOf("awaiting_confirmation", {
    candidate: {
      expectedDataVersionNumber: 1,
      dataVersion: {
        id,
        columns: [],
        rowCount: 0,
        sizeBytes: 0,
        warnings: [],
        runId: newId("run"),
        source: null,
        mode: "replace",
        restoredFrom: null,
        sortedBy: null,
        sha256: null,
        options: {},
      },
    },
  })

const upload = newId("up")
const uploadKey = objectKeys.upload(upload)
test.each<[string, { key: string; modifiedAt: Date }[], NamingRun[], string[]]>([
  ["nothing is there", [], [], []],
  ["an upload of today stays", [{ key: uploadKey, modifiedAt: today }], [], []],
  ["one of yesterday that nobody will read goes", [{ key: uploadKey, modifiedAt: yesterday }], [], [uploadKey]],
  ["one that a run still has to read stays", [{ key: uploadKey, modifiedAt: yesterday }], [importing(upload)], []],
  [
    "another run's upload is no reason to stay",
    [{ key: uploadKey, modifiedAt: yesterday }],
    [importing(newId("up"))],
    [uploadKey],
  ],
  ["a key we did not make stays", [{ key: "uploads/notes.txt", modifiedAt: yesterday }], [], []],
])("of uploads: %s", (_, objects, runs, expected) => expect(orphanedUploads(objects, runs, now)).toEqual(expected))

const [dataset, version] = [newId("ds"), newId("dv")]
const keys = [objectKeys.data(dataset, version), objectKeys.profile(dataset, version)]
const at = (modifiedAt: Date, of: string[] = keys) => of.map((key) => ({ key, modifiedAt }))
const busy = (datasetId: DatasetId, status: StoredRun["status"]) => runOf(status, { datasetId })

test.each<[string, { key: string; modifiedAt: Date }[], NamingRun[], string[]]>([
  ["what was made today stays", at(today), [], []],
  ["what was made yesterday is asked about", at(yesterday), [], keys],
  ["a dataset with a running import is left alone", at(yesterday), [busy(dataset, "running")], []],
  ["and one with a queued import", at(yesterday), [busy(dataset, "queued")], []],
  ["another dataset's import does not matter", at(yesterday), [busy(newId("ds"), "running")], keys],
  ["what awaits confirmation stays", at(yesterday), [awaiting(version)], []],
  ["what another run would publish is another's", at(yesterday), [awaiting(newId("dv"))], keys],
  [
    "keys we did not make stay",
    at(yesterday, [
      "datasets/x/y/data.parquet",
      `datasets/${dataset}/${version}/notes.txt`,
      `datasets/${dataset}/data.parquet`,
    ]),
    [],
    [],
  ],
])("of data: %s", (_, objects, runs, expected) =>
  expect(staleData(objects, runs, now).map(({ key }) => key)).toEqual(expected),
)

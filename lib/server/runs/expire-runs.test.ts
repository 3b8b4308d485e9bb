import { expect, test } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import { expiredRuns } from "./expire-runs.ts"

const now = new Date("2024-03-10T12:00:00Z")
const [kept, deleted] = [newId("ds"), newId("ds")]

test.each([
  ["one whose time has not come stays", { datasetId: kept, confirmBy: "2024-03-10T12:00:00.000Z" }, null],
  ["one whose time has passed goes", { datasetId: kept, confirmBy: "2024-03-10T11:59:59.999Z" }, /seven days/],
  ["one whose dataset was deleted goes", { datasetId: deleted, confirmBy: "2024-03-17T12:00:00.000Z" }, /was deleted/],
  ["one that names no time stays", { datasetId: kept, confirmBy: null }, null],
])("%s", (_, run, message) => {
  const expired = expiredRuns([run], new Set([kept]), now)
  expect(expired).toEqual(message ? [{ run, message: expect.stringMatching(message) }] : [])
})

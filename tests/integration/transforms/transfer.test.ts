import { beforeEach, expect, test } from "vitest"
import type { DatasetId, TransformId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { readDataset } from "#lib/server/datasets/read-dataset.ts"
import { driveRun } from "#lib/server/runs/drive-run.ts"
import { readRun } from "#lib/server/runs/read-run.ts"
import { letUse, takeBackUse, transferUsedThing } from "#lib/server/shares/share-use.ts"
import { listTransforms } from "#lib/server/transforms/list-transforms.ts"
import { readTransform } from "#lib/server/transforms/read-transform.ts"
import { runTransform } from "#lib/server/transforms/run-transform.ts"
import { transferTransform } from "#lib/server/transforms/transfer-transform.ts"
import { makeDataset, makePerson, makeTransform, storedDataset, useTransformWorld } from "./transform-world.ts"

const world = useTransformWorld()
let ann: Actor
let ben: Actor
let input: DatasetId
let transformId: TransformId

beforeEach(async () => {
  ann = await makePerson(`ann-${crypto.randomUUID()}`)
  ben = await makePerson(`ben-${crypto.randomUUID()}`)
  input = await makeDataset(world, ann, "Orders")
  transformId = await makeTransform(ann, [input])
})

async function run(actor: Actor) {
  const { run: begun } = await runTransform({ actor, transformId })
  await driveRun(begun.id)
  return readRun({ actor, runId: begun.id })
}
const handOn = (actor: Actor, to: Actor) => transferTransform({ actor, transformId }, to.userId)
const shareInputWithBen = () =>
  letUse({ actor: ann, kind: "dataset", datasetId: input }, { type: "user", userId: ben.userId })

async function outputId(): Promise<DatasetId> {
  const { datasetId } = await run(ann)
  if (!datasetId) throw new Error("it has made nothing")
  return datasetId
}

test("a transform is handed on with what it makes, to be run with the new owner's rights", async () => {
  const output = await outputId()
  const share = await shareInputWithBen()

  expect(await handOn(ann, ben)).toEqual({ ownerId: ben.userId })

  expect(await readTransform({ actor: ben, transformId })).toMatchObject({ ownerId: ben.userId, canEdit: true })
  expect((await listTransforms({ actor: ben, limit: 10 })).data.map(({ id }) => id)).toEqual([transformId])
  await expect(readTransform({ actor: ann, transformId })).rejects.toMatchObject({ code: "not_found" })
  expect((await listTransforms({ actor: ann, limit: 10 })).data).toEqual([])
  expect(await storedDataset(output)).toMatchObject({ ownerId: ben.userId })
  expect(await readDataset({ actor: ann, datasetId: output })).toMatchObject({ id: output })
  expect(await run(ben)).toMatchObject({ status: "succeeded", datasetId: output })

  await takeBackUse({ actor: ann, kind: "dataset", datasetId: input }, share.id)
  expect(await run(ben)).toMatchObject({ status: "failed", error: { code: "input_missing" } })
})

test("who may not use an input is told which, and nothing has changed hands", async () => {
  const output = await outputId()

  await expect(handOn(ann, ben)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining(`may not use "Orders", which this transform reads`),
    details: { datasets: [{ id: input, name: "Orders" }] },
  })

  expect(await storedDataset(output)).toMatchObject({ ownerId: ann.userId })
  expect(await readTransform({ actor: ann, transformId })).toMatchObject({ ownerId: ann.userId })
})

test("an output that is another's by now stays theirs", async () => {
  const cy = await makePerson(`cy-${crypto.randomUUID()}`)
  const output = await outputId()
  await transferUsedThing({ actor: ann, kind: "dataset", datasetId: output }, cy.userId)
  await shareInputWithBen()

  await handOn(ann, ben)

  expect(await storedDataset(output)).toMatchObject({ ownerId: cy.userId })
  expect(await run(ben)).toMatchObject({ status: "succeeded", datasetId: output })
})

test("an admin may hand it on, a stranger finds nothing to, and it can't be handed to its owner", async () => {
  await shareInputWithBen()
  await expect(handOn(ben, ben)).rejects.toMatchObject({ code: "not_found" })
  await expect(handOn(ann, ann)).rejects.toMatchObject({ code: "validation_failed" })
  expect(await handOn({ ...(await makePerson(`di-${crypto.randomUUID()}`)), role: "admin" }, ben)).toEqual({
    ownerId: ben.userId,
  })
})

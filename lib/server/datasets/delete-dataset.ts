import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { listCardsUsingDataset } from "../cards/card-store.ts"
import { log } from "../log.ts"
import { objectStore } from "../object-store.ts"
import { finishRun } from "../runs/finish-run.ts"
import { listAwaitingRuns } from "../runs/run-store.ts"
import { getTransformHead, listTransformsReading } from "../transforms/transform-store.ts"
import * as store from "./dataset-store.ts"

/** Deletes a dataset and all its data versions, for good. @throws AppError not_found, forbidden, conflict naming what reads or makes it. */
export async function deleteDataset({ actor, datasetId }: { actor: Actor; datasetId: DatasetId }): Promise<void> {
  const { thing: dataset } = await findPermitted(actor, "own", "dataset", store.getDataset(datasetId))
  await refuseWhenUsed(dataset)
  await store.deleteDataset(datasetId)
  await recordAudit({ type: "dataset.deleted", targetId: datasetId, targetName: dataset.name })
  await dropAwaitingRuns(datasetId)
  // The pointer is gone, so nobody reads these any more; what a failure leaves behind is only disk space.
  try {
    for await (const { key } of objectStore().list(objectKeys.dataset(datasetId))) await objectStore().delete(key)
  } catch (err) {
    log.warn({ err, datasetId }, "could not delete all data of a deleted dataset")
  }
}

/** @throws AppError conflict naming what reads the dataset, or what makes it. */
async function refuseWhenUsed({ id, name, source }: Dataset): Promise<void> {
  const [cards, transforms] = await Promise.all([listCardsUsingDataset(id), listTransformsReading(id)])
  const usedBy = [
    ...cards.map((card) => ({ kind: "card", id: card.id, name: card.name })),
    ...transforms.map((transform) => ({ kind: "transform", id: transform.id, name: transform.name })),
  ]
  if (usedBy.length > 0) {
    const names = usedBy.map((user) => `"${user.name}"`).join(", ")
    const them = transforms.length === 0 ? "those cards" : "those cards and transforms"
    throw new AppError(
      "conflict",
      `"${name}" is read by ${names}. Delete ${them}, or give them another dataset, first.`,
      { details: { usedBy } },
    )
  }
  const maker = source.type === "transform" ? await getTransformHead(source.transformId) : null
  if (maker)
    throw new AppError(
      "conflict",
      `"${name}" is made by the transform "${maker.name}", whose next run would make it again. Delete the transform first.`,
      { details: { usedBy: [{ kind: "transform", id: maker.id, name: maker.name }] } },
    )
}

/** The tick would do the same, later. */
async function dropAwaitingRuns(datasetId: DatasetId): Promise<void> {
  const error = { code: "not_found", message: "The dataset was deleted, so this import was dropped." }
  for (const run of await listAwaitingRuns())
    if (run.datasetId === datasetId) await finishRun(run, "awaiting", { status: "cancelled", error })
}

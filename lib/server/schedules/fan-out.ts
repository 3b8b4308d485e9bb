import "server-only"
import { DatasetId, type TransformId } from "#lib/domain/ids.ts"
import { getDataset } from "../datasets/dataset-store.ts"
import { log } from "../log.ts"
import { planTrim } from "../retention/plan-trim.ts"
import { clearMarksBelow } from "../transforms/mark-outputs.ts"
import { listTransformsReading } from "../transforms/transform-store.ts"
import { deleteDue, getDue, replaceDue, type Due } from "./due-store.ts"

/** A transform begins when its inputs have been still for so long, or so long after the first of the changes. */
const STILL_MS = 30_000
const MAX_DELAY_MS = 5 * 60_000
const MAX_ATTEMPTS = 10

/** Tells the transforms that a dataset's new version starts of it. Never throws: the tick does what could not be done. */
export async function fanOutFrom(datasetId: DatasetId, now: Date): Promise<void> {
  try {
    const due = await getDue({ id: datasetId, kind: "fan_out" })
    if (due) await fanOut(due, now)
  } catch (err) {
    log.warn({ err, datasetId }, "a change of a dataset could not be passed on; the tick will")
  }
}

/** Makes due what a dataset's new version starts. Doing it twice only puts it off a little. */
export async function fanOut(due: Due, now: Date): Promise<void> {
  const datasetId = DatasetId.parse(due.id)
  const dataset = await getDataset(datasetId)
  if (dataset) {
    for (const { id, trigger } of await listTransformsReading(datasetId))
      if (trigger === "on_input_change") await putOff(id, now)
    await planTrim(datasetId, now)
    if (dataset.source.type === "transform") await clearMarksBelow(datasetId, dataset.source.transformId)
  }
  await deleteDue(due)
}

/** Makes a transform due once its inputs have been still, whoever else does so at once. */
async function putOff(id: TransformId, now: Date): Promise<void> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const before = await getDue({ id, kind: "change" })
    const since = before?.since ?? now.toISOString()
    const atMs = Math.min(now.getTime() + STILL_MS, Date.parse(since) + MAX_DELAY_MS)
    const due = { id, kind: "change" as const, at: new Date(atMs).toISOString(), since }
    if (await replaceDue(due, before?.token ?? null)) return
  }
  throw new Error("a transform's due could not be written: others keep changing it")
}

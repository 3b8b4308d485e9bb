import "server-only"
import type { TransformId } from "#lib/domain/ids.ts"
import { diffSchemas } from "#lib/domain/schema-diff.ts"
import { getDataVersion } from "../datasets/dataset-store.ts"
import { getRuns } from "../runs/run-store.ts"
import type { InputVersions } from "./read-inputs.ts"
import { listTransformRunIds } from "./transform-store.ts"

/** A transform that has failed for longer has other reasons. */
const LOOKED_AT = 50

/**
 * What a transform's inputs have lost or changed since its last run that succeeded, as a hint for whoever looks at one
 * that failed; null when nothing, or none has succeeded.
 */
export async function describeInputChanges(id: TransformId, inputs: InputVersions): Promise<string | null> {
  const { data: runIds } = await listTransformRunIds(id, { limit: LOOKED_AT })
  const last = (await getRuns(runIds)).find(({ status }) => status === "succeeded")
  const changes: string[] = []
  for (const { alias, datasetId, number } of inputs) {
    const before = last?.inputVersions?.find((input) => input.alias === alias && input.datasetId === datasetId)
    if (!before || before.number === number) continue
    const [old, now] = await Promise.all([getDataVersion(datasetId, before.number), getDataVersion(datasetId, number)])
    if (!old || !now) continue
    const { removed, changed } = diffSchemas(old.columns, now.columns)
    const parts = [
      ...removed.map(({ name }) => `"${name}" is gone`),
      ...changed.map(({ name, from, to }) => `"${name}" was ${from} and is ${to}`),
    ]
    if (parts.length > 0) changes.push(`of ${alias}, ${parts.join(", ")}`)
  }
  return changes.length > 0 ? `The columns have changed since this last succeeded: ${changes.join("; ")}.` : null
}

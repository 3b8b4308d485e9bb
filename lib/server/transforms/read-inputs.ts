import "server-only"
import type { Dataset } from "#lib/domain/dataset.ts"
import { atLeast, rightOn, type Asker } from "#lib/domain/permissions.ts"
import type { Run, RunError } from "#lib/domain/run.ts"
import type { Transform } from "#lib/domain/transform.ts"
import { getDatasets } from "../datasets/dataset-store.ts"

export type InputVersions = NonNullable<Run["inputVersions"]>

/**
 * The versions that a transform's inputs have now, or why they can't be read: `asker` (null: who is gone) is whose
 * rights count.
 */
export async function readInputVersions(
  inputs: Transform["inputs"],
  asker: Asker | null,
): Promise<{ inputVersions: InputVersions; datasets: Dataset[] } | { error: RunError }> {
  const datasets = await getDatasets(inputs.map(({ datasetId }) => datasetId))
  const inputVersions: InputVersions = []
  for (const { alias, datasetId } of inputs) {
    const dataset = datasets.find(({ id }) => id === datasetId)
    if (!dataset || !asker || !atLeast(rightOn(asker, dataset), "view"))
      return missing(`The dataset behind "${alias}" is gone, or is no longer shared with the transform's owner.`)
    if (!dataset.dataVersion)
      return missing(`"${dataset.name}", which is read as "${alias}", has no data yet. Wait for its first import.`)
    const { id: dataVersionId, number } = dataset.dataVersion
    inputVersions.push({ alias, datasetId, dataVersionId, number })
  }
  return { inputVersions, datasets }
}

const missing = (message: string) => ({ error: { code: "input_missing", message } })

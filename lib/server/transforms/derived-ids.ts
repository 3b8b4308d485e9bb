import "server-only"
import { createHash } from "node:crypto"
import { DatasetId, RunId, type TransformId } from "#lib/domain/ids.ts"
import type { Run } from "#lib/domain/run.ts"

/** As many hexadecimal digits of a SHA-256 as nobody finds two alike of. */
const DIGITS = 32

type InputVersions = NonNullable<Run["inputVersions"]>

/** A schedule's run for one instant: whoever creates it has claimed the instant. */
export const scheduledRunId = (transformId: TransformId, instant: string): RunId =>
  RunId.parse(`run_${digest("schedule", transformId, instant)}`)

/**
 * The run for one state of the inputs. A version brought back keeps its id but not its number, so both count. `salt`
 * tells apart what the inputs do not.
 */
export function changeRunId(transformId: TransformId, inputs: InputVersions, salt: string): RunId {
  const states = inputs.map(({ alias, datasetId, dataVersionId, number }) =>
    [alias, datasetId, dataVersionId, number].join(" "),
  )
  return RunId.parse(`run_${digest("change", transformId, salt, ...states.sort())}`)
}

/** The dataset a transform makes, known before its first run has: so every attempt writes below one name. */
export const outputDatasetIdOf = (transformId: TransformId): DatasetId =>
  DatasetId.parse(`ds_${digest("output", transformId)}`)

const digest = (...parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, DIGITS)

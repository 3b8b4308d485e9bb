import "server-only"
import type { RunId, UserId } from "#lib/domain/ids.ts"
import type { RunCause } from "#lib/domain/run.ts"
import type { NewRun } from "../runs/run-store.ts"
import type { TransformHead } from "./transform-store.ts"

/** A transform's run before anybody drives it. */
export function newRun(
  { id: transformId, version, outputDatasetId }: Pick<TransformHead, "id" | "version" | "outputDatasetId">,
  { id, cause, startedBy, createdAt }: { id: RunId; cause: RunCause; startedBy: UserId; createdAt: string },
): NewRun & { transformId: TransformHead["id"] } {
  return {
    id,
    kind: "transform",
    status: "queued",
    progress: { stage: "queued", done: 0, total: 0 },
    transformId,
    transformVersion: version,
    cause,
    datasetId: outputDatasetId,
    startedBy,
    createdAt,
    request: {},
  }
}

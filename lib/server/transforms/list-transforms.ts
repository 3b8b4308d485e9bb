import "server-only"
import type { ListQuery, Page } from "#lib/domain/api.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { TransformSummary } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { publicRun } from "../runs/public-run.ts"
import { getRuns } from "../runs/run-store.ts"
import { getNextRuns } from "../schedules/due-store.ts"
import { readNames } from "../users/read-names.ts"
import { listAllTransforms, listTransformsByOwner } from "./transform-store.ts"

/** The transforms the actor may see, last changed first. @throws AppError validation_failed on a bad cursor. */
export async function listTransforms({
  actor,
  ...page
}: { actor: Actor } & ListQuery): Promise<Page<TransformSummary>> {
  const { data, nextCursor } =
    actor.role === "admin" ? await listAllTransforms(page) : await listTransformsByOwner(actor.userId, page)
  const [runs, nextRuns, names] = await Promise.all([
    getRuns(data.flatMap(({ lastRunId }) => lastRunId ?? [])),
    getNextRuns(data.filter(({ schedule }) => schedule !== null).map(({ id }) => id)),
    readNames(data.map(({ ownerId }) => ownerId)),
  ])
  const runById = new Map(runs.map((run) => [run.id, run]))
  return {
    data: data.map((transform) => {
      const lastRun = transform.lastRunId && runById.get(transform.lastRunId)
      return {
        id: transform.id,
        name: transform.name,
        description: transform.description,
        language: transform.language,
        ownerId: transform.ownerId,
        ownerName: names.get(transform.ownerId) ?? "Someone",
        inputDatasetIds: [...new Set(transform.inputs.map(({ datasetId }) => datasetId))],
        outputDatasetId: transform.outputDatasetId,
        schedule: transform.schedule,
        trigger: transform.trigger,
        lastRun: lastRun ? publicRun(lastRun) : null,
        nextRunAt: nextRuns.get(transform.id) ?? null,
        updatedAt: transform.updatedAt,
        version: transform.version,
        canEdit: atLeast(rightOn(actor, transform), "edit"),
      }
    }),
    nextCursor,
  }
}

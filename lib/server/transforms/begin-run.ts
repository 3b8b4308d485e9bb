import "server-only"
import { Service } from "electrodb"
import type { RunId, TransformId } from "#lib/domain/ids.ts"
import { perDatabase } from "../db/client.ts"
import { transact } from "../db/transact.ts"
import { runItem, type NewRun } from "../runs/run-store.ts"
import { runEntity } from "../runs/run.entity.ts"
import { dueItem, type Due } from "../schedules/due-store.ts"
import { dueEntity } from "../schedules/due.entity.ts"
import { transformEntity, transformRunEntity } from "./transform.entity.ts"

const tables = perDatabase(
  (database) =>
    new Service(
      {
        transform: transformEntity(database),
        transformRun: transformRunEntity(database),
        run: runEntity(database),
        due: dueEntity(database),
      },
      database,
    ),
)

type NewTransformRun = NewRun & { transformId: TransformId }

export type Beginning = {
  run: NewTransformRun
  /** Where the run stands in the transform's history (ISO). */
  at: string
  /** The run begins only if this is still the last one; undefined = whichever is. */
  after?: RunId | null | undefined
  /** What the run was due for, as it was seen, and what follows it; null = nothing. */
  due?: { seen: Due; next: Omit<Due, "token"> | null } | undefined
  /** Instants that passed without anybody there, recorded along with it. */
  missed?: readonly { run: NewTransformRun; at: string }[] | undefined
}

/**
 * Creates a run, and with it settles what it was due for, in one write: of any number who try, one does.
 * - taken: the run exists, so somebody has begun it
 * - moved: what it was due for, or the run it was to follow, is not as it was seen
 * - gone: the transform is
 */
export async function beginRun(beginning: Beginning): Promise<"begun" | "taken" | "moved" | "gone"> {
  const { run, at, after, due, missed = [] } = beginning
  const { transformId } = run
  const refusal = await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.run.create(runItem(run)).commit(),
        entities.transform
          .patch({ id: transformId })
          .set({ lastRunId: run.id })
          .where(({ id, lastRunId }, { eq, exists, notExists }) =>
            after === undefined ? exists(id) : after === null ? notExists(lastRunId) : eq(lastRunId, `${after}`),
          )
          .commit(),
        entities.transformRun.put({ transformId, at, runId: run.id }).commit(),
        ...(due?.next
          ? [
              entities.due
                .put(dueItem(due.next))
                .where(({ token }, { eq }) => eq(token, due.seen.token))
                .commit(),
            ]
          : []),
        ...(due && !due.next
          ? [
              entities.due
                .delete({ id: due.seen.id, kind: due.seen.kind })
                .where(({ token }, { eq }) => eq(token, due.seen.token))
                .commit(),
            ]
          : []),
        ...missed.flatMap((one) => [
          entities.run.create(runItem(one.run)).commit(),
          entities.transformRun.put({ transformId, at: one.at, runId: one.run.id }).commit(),
        ]),
      ])
      .go(),
  )
  if (!refusal) return "begun"
  if (refusal.refused[0]) return "taken"
  return refusal.refused[1] && after === undefined ? "gone" : "moved"
}

import "server-only"
import { z } from "zod"
import { CronExpression, Timezone } from "#lib/domain/schedule.ts"
import { getEvery } from "../db/batch.ts"
import { perDatabase } from "../db/client.ts"
import { readPage } from "../db/page.ts"
import { dueEntity } from "./due.entity.ts"

const dues = perDatabase(dueEntity)

export const DUE_QUEUE = "due"
export const TRIM_QUEUE = "trim"

export const Due = z.object({
  id: z.string(),
  kind: z.enum(["schedule", "change", "fan_out", "trim"]),
  at: z.iso.datetime(),
  token: z.string(),
  since: z.iso.datetime().optional(),
  schedule: z.object({ cron: CronExpression, timezone: Timezone }).optional(),
})
export type Due = z.infer<typeof Due>
type DueKey = Pick<Due, "id" | "kind">

/** A due as it is stored, with a token of its own. */
export const dueItem = (due: Omit<Due, "token">) => ({
  ...due,
  token: crypto.randomUUID(),
  queue: due.kind === "trim" ? TRIM_QUEUE : DUE_QUEUE,
})

export async function getDue({ id, kind }: DueKey): Promise<Due | null> {
  const { data } = await dues().get({ id, kind }).go({ consistent: true })
  return data && Due.parse(data)
}

/** When each of the things is next due to begin by its schedule. */
export async function getNextRuns(ids: readonly string[]): Promise<Map<string, string>> {
  const items = await getEvery(ids, (some) =>
    dues()
      .get(some.map((id) => ({ id, kind: "schedule" as const })))
      .go({ consistent: true }),
  )
  return new Map(items.map(({ id, at }) => [id, at]))
}

/** What is due at `now`, the longest due first, as an index sees it: whoever acts on one claims it. */
export async function listDue(now: Date, limit: number, queue = DUE_QUEUE): Promise<Due[]> {
  const { data } = await readPage(
    (options) => dues().query.byTime({ queue }).lte({ at: now.toISOString() }).go(options),
    { limit },
  )
  return data.map((item) => Due.parse(item)).filter(({ at }) => Date.parse(at) <= now.getTime())
}

/** Writes a due in place of the one with the token `seen` (null: where there is none). false when that has changed. */
export async function replaceDue(due: Omit<Due, "token">, seen: string | null): Promise<boolean> {
  const { rejected } = await dues()
    .put(dueItem(due))
    .where(({ token }, { eq, notExists }) => (seen === null ? notExists(token) : eq(token, seen)))
    .go({ returnOnConditionCheckFailure: true })
  return !rejected
}

/** Done with: gone unless it was written anew since it was seen. */
export async function deleteDue({ id, kind, token }: Pick<Due, "id" | "kind" | "token">): Promise<void> {
  await dues()
    .delete({ id, kind })
    .where((stored, { eq }) => eq(stored.token, token))
    .go({ returnOnConditionCheckFailure: true })
}

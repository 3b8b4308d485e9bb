import "server-only"
import { perDatabase } from "../db/client.ts"
import { readAll } from "../db/page.ts"
import { principalOf, type ChatAsker } from "./chat-asker.ts"
import { chatUsageEntity } from "./chat-usage.entity.ts"

const usages = perDatabase(chatUsageEntity)

const KEPT_DAYS = 400
const DAY_MS = 24 * 60 * 60 * 1000

export type UsageCounts = { questions: number; toolCalls: number; inputTokens: number; outputTokens: number }
export type StoredUsage = UsageCounts & {
  day: string
  userId: string
  linkName?: string | undefined
  dashboardId?: string | undefined
}

const NOTHING: UsageCounts = { questions: 0, toolCalls: 0, inputTokens: 0, outputTokens: 0 }

/** Adds to the day of a person or a link; `day` is YYYY-MM-DD in UTC. */
export async function addUsage(day: string, asker: ChatAsker, more: Partial<UsageCounts>): Promise<void> {
  await usages()
    .upsert({ day, userId: principalOf(asker) })
    .add({ ...NOTHING, ...more })
    .set({
      expiresAtSeconds: Math.ceil((Date.parse(day) + KEPT_DAYS * DAY_MS) / 1000),
      // A link may be gone by the time somebody looks.
      ...(asker.kind === "link" && { linkName: asker.linkName, dashboardId: asker.dashboardId }),
    })
    .go()
}

/** What a person, or all readers of a link, have used on a day. */
export async function getUsage(day: string, asker: ChatAsker): Promise<UsageCounts> {
  const { data } = await usages()
    .get({ day, userId: principalOf(asker) })
    .go({ consistent: true })
  return data ?? NOTHING
}

/** Everybody's use on a day. */
export async function listUsage(day: string): Promise<StoredUsage[]> {
  return readAll((options) =>
    usages()
      .query.byDay({ day })
      .go({ ...options, consistent: true }),
  )
}

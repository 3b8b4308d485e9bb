import "server-only"
import { perDatabase } from "../db/client.ts"
import { readAll } from "../db/page.ts"
import { chatUsageEntity } from "./chat-usage.entity.ts"

const usages = perDatabase(chatUsageEntity)

const KEPT_DAYS = 400
const DAY_MS = 24 * 60 * 60 * 1000

export type UsageCounts = { questions: number; toolCalls: number; inputTokens: number; outputTokens: number }
export type StoredUsage = UsageCounts & { day: string; userId: string }

const NOTHING: UsageCounts = { questions: 0, toolCalls: 0, inputTokens: 0, outputTokens: 0 }

/** Adds to a person's day; `day` is YYYY-MM-DD in UTC. */
export async function addUsage(day: string, userId: string, more: Partial<UsageCounts>): Promise<void> {
  await usages()
    .upsert({ day, userId })
    .add({ ...NOTHING, ...more })
    .set({ expiresAtSeconds: Math.ceil((Date.parse(day) + KEPT_DAYS * DAY_MS) / 1000) })
    .go()
}

/** What a person has used on a day. */
export async function getUsage(day: string, userId: string): Promise<UsageCounts> {
  const { data } = await usages().get({ day, userId }).go({ consistent: true })
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

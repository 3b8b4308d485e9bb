import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { QUESTIONS_PER_MINUTE } from "#lib/domain/chat-limits.ts"
import { hit } from "../auth/rate-limit-store.ts"
import { webEnv } from "../web-env.ts"
import { addUsage, getUsage } from "./chat-usage-store.ts"

const MINUTE_SECONDS = 60
const DAY_SECONDS = 24 * 60 * 60

/** The day that tokens are counted by: UTC's. */
export const chatDay = (): string => new Date().toISOString().slice(0, 10)

/**
 * Counts a question of somebody about something (null: about nothing that others ask about). `principal` is a user's id or a link's.
 * @throws AppError rate_limited, with when to ask again.
 */
export async function countQuestion(principal: string, subjectId: string | null): Promise<void> {
  const day = chatDay()
  await checkTokens(principal)
  await countOne(`chat:${principal}`, QUESTIONS_PER_MINUTE.person, "You ask faster than questions can be answered")
  await countOne(`chat-about:${subjectId}`, QUESTIONS_PER_MINUTE.subject, "Many people ask about this at the same time")
  await addUsage(day, principal, { questions: 1 })
}

/** @throws AppError rate_limited for somebody who has used the day's tokens up. */
async function checkTokens(principal: string): Promise<void> {
  if ((await tokensLeft(principal)) > 0) return
  throw new AppError("rate_limited", "You have asked as much as one person may in a day. Ask again tomorrow (UTC).", {
    retryAfterSeconds: DAY_SECONDS - Math.floor((Date.now() / 1000) % DAY_SECONDS),
  })
}

/** How many of the day's tokens somebody has left; below 0 when the last answer took more. */
export async function tokensLeft(principal: string): Promise<number> {
  const { inputTokens, outputTokens } = await getUsage(chatDay(), principal)
  return webEnv().CARDLOOM_CHAT_TOKENS_PER_DAY - inputTokens - outputTokens
}

async function countOne(key: string, most: number, what: string): Promise<void> {
  const { count, resetsAt } = await hit(key, { windowSeconds: MINUTE_SECONDS })
  if (count <= most) return
  throw new AppError("rate_limited", `${what}: ${most} questions a minute are the most. Wait a moment.`, {
    retryAfterSeconds: Math.max(1, Math.ceil((Date.parse(resetsAt) - Date.now()) / 1000)),
  })
}

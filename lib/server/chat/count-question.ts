import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { QUESTIONS_PER_MINUTE } from "#lib/domain/chat-limits.ts"
import { hit } from "../auth/rate-limit-store.ts"
import { webEnv } from "../web-env.ts"
import type { ChatAsker } from "./chat-asker.ts"
import { addUsage, getUsage } from "./chat-usage-store.ts"

const MINUTE_SECONDS = 60
const DAY_SECONDS = 24 * 60 * 60

/** The day that tokens are counted by: UTC's. */
export const chatDay = (): string => new Date().toISOString().slice(0, 10)

/** By what the questions of one minute are counted, and what whoever asks too many is told. */
function countedBy(asker: ChatAsker): { key: string; spent: string } {
  return asker.kind === "person"
    ? {
        key: asker.actor.userId,
        spent: "You have asked as much as one person may in a day. Ask again tomorrow (UTC).",
      }
    : {
        key: `${asker.linkId}:${asker.address}`,
        spent: "As much has been asked by this link as may be in a day. Ask again tomorrow (UTC).",
      }
}

/**
 * Counts a question of somebody about something (null: about nothing that others ask about).
 * @throws AppError rate_limited, with when to ask again.
 */
export async function countQuestion(asker: ChatAsker, subjectId: string | null): Promise<void> {
  const { key, spent } = countedBy(asker)
  if ((await tokensLeft(asker)) <= 0)
    throw new AppError("rate_limited", spent, {
      retryAfterSeconds: DAY_SECONDS - Math.floor((Date.now() / 1000) % DAY_SECONDS),
    })
  await countOne(`chat:${key}`, QUESTIONS_PER_MINUTE.person, "You ask faster than questions can be answered")
  await countOne(`chat-about:${subjectId}`, QUESTIONS_PER_MINUTE.subject, "Many people ask about this at the same time")
  await addUsage(chatDay(), asker, { questions: 1 })
}

/** How many of the day's tokens somebody has left; below 0 when the last answer took more. */
export async function tokensLeft(asker: ChatAsker): Promise<number> {
  const { inputTokens, outputTokens } = await getUsage(chatDay(), asker)
  return webEnv().CARDLOOM_CHAT_TOKENS_PER_DAY - inputTokens - outputTokens
}

async function countOne(key: string, most: number, what: string): Promise<void> {
  const { count, resetsAt } = await hit(key, { windowSeconds: MINUTE_SECONDS })
  if (count <= most) return
  throw new AppError("rate_limited", `${what}: ${most} questions a minute are the most. Wait a moment.`, {
    retryAfterSeconds: Math.max(1, Math.ceil((Date.parse(resetsAt) - Date.now()) / 1000)),
  })
}

import "server-only"
import { z } from "zod"
import type { ChatUsage, ChatUsageRow } from "#lib/domain/chat.ts"
import { daysBefore, daysDown } from "#lib/domain/days.ts"
import { DashboardId, LinkId, UserId } from "#lib/domain/ids.ts"
import { getDashboards } from "../dashboards/dashboard-store.ts"
import { readNames } from "../users/read-names.ts"
import { webEnv } from "../web-env.ts"
import { chatDay } from "./count-question.ts"
import { listUsage } from "./chat-usage-store.ts"

const DEFAULT_DAYS = 30
const MAX_DAYS = 366

/** Of a link's readers. */
const StoredLinkUse = z.object({ userId: LinkId, linkName: z.string(), dashboardId: DashboardId })

/** Who asked how much on which day, both days included and at most a year. */
export async function readChatUsage({
  from,
  to,
}: {
  from?: string | undefined
  to?: string | undefined
}): Promise<ChatUsage> {
  const last = to ?? chatDay()
  const earliest = daysBefore(last, MAX_DAYS - 1)
  const first = from ?? daysBefore(last, DEFAULT_DAYS - 1)
  const days = daysDown(last, first > earliest ? first : earliest)
  const stored = (await Promise.all(days.map(listUsage))).flat()
  const people = stored.flatMap(({ userId }) => UserId.safeParse(userId).data ?? [])
  const places = stored.flatMap(({ dashboardId }) => DashboardId.safeParse(dashboardId).data ?? [])
  const [names, dashboards] = await Promise.all([readNames(people), getDashboards([...new Set(places)])])
  const dashboardNames = new Map(dashboards.map(({ id, name }) => [id, name]))
  const rows = stored.map(({ day, questions, toolCalls, inputTokens, outputTokens, ...whose }): ChatUsageRow => {
    const userId = UserId.safeParse(whose.userId).data ?? null
    const link = StoredLinkUse.safeParse(whose).data
    return {
      day,
      userId,
      userName: userId === null ? "" : (names.get(userId) ?? ""),
      link: link
        ? {
            id: link.userId,
            name: link.linkName,
            dashboardId: link.dashboardId,
            dashboardName: dashboardNames.get(link.dashboardId) ?? "",
          }
        : null,
      questions,
      toolCalls,
      inputTokens,
      outputTokens,
    }
  })
  const tokensOf = (row: ChatUsageRow) => row.inputTokens + row.outputTokens
  const sum = (key: "questions" | "toolCalls" | "inputTokens" | "outputTokens") =>
    rows.reduce((total, row) => total + row[key], 0)
  return {
    rows: rows.sort((a, b) => b.day.localeCompare(a.day) || tokensOf(b) - tokensOf(a)),
    tokensPerDay: webEnv().CARDLOOM_CHAT_TOKENS_PER_DAY,
    totals: {
      questions: sum("questions"),
      toolCalls: sum("toolCalls"),
      inputTokens: sum("inputTokens"),
      outputTokens: sum("outputTokens"),
    },
  }
}

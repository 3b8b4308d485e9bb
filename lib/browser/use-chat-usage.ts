"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { dataOf } from "#lib/domain/api.ts"
import { ChatUsage } from "#lib/domain/chat.ts"
import { request } from "./api.ts"

const DAY_MS = 24 * 60 * 60 * 1000

/** Who asked how much in the last `days` days (UTC), today included. For admins. */
export const useChatUsage = (days: number) =>
  useQuery({
    queryKey: ["chat", "usage", days],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - (days - 1) * DAY_MS).toISOString().slice(0, 10)
      return (await request(dataOf(ChatUsage), `/api/chat/usage?from=${from}`, { signal })).data
    },
    placeholderData: keepPreviousData,
  })

"use client"

import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useCallback } from "react"
import { z } from "zod"
import { dataOf, pageOf } from "#lib/domain/api.ts"
import { ChatStatus, ChatSuggestion, Conversation, ConversationDetail, type ChatSubjectId } from "#lib/domain/chat.ts"
import type { ConversationId } from "#lib/domain/ids.ts"
import { request } from "./api.ts"
import type { AskApi } from "./ask-api.ts"
import { Nothing } from "./nothing.ts"

/** Whether there is a model to ask. For people with an account. */
export const useChatStatus = (enabled = true) =>
  useQuery({
    queryKey: ["chat", "status"],
    queryFn: async ({ signal }) => (await request(dataOf(ChatStatus), "/api/chat/status", { signal })).data,
    enabled,
  })

/** Questions that the data can answer. */
export const useChatSuggestions = ({ path, headers = {} }: AskApi) =>
  useQuery({
    queryKey: ["chat", "suggestions", path],
    queryFn: async ({ signal }) =>
      (await request(dataOf(z.array(ChatSuggestion)), `${path}/suggestions`, { headers, signal })).data,
  })

const conversationsKey = (subjectId: ChatSubjectId) => ["chat", "conversations", subjectId]

/** One's own conversations about a dashboard or dataset, last continued first. */
export const useConversations = (subjectId: ChatSubjectId) =>
  useQuery({
    queryKey: conversationsKey(subjectId),
    queryFn: async ({ signal }) =>
      (await request(pageOf(Conversation), `/api/chat/conversations?subjectId=${subjectId}`, { signal })).data,
    // One has just been continued, as often as not.
    staleTime: 0,
  })

/** Forgets a conversation for good. Throws ApiError. */
export function useForgetConversation(subjectId: ChatSubjectId): (id: ConversationId) => Promise<void> {
  const client = useQueryClient()
  return useCallback(
    async (id) => {
      await request(Nothing, `/api/chat/conversations/${id}`, { method: "DELETE" })
      await client.invalidateQueries({ queryKey: conversationsKey(subjectId) })
    },
    [client, subjectId],
  )
}

/** A conversation with its messages. Throws ApiError. */
export const readConversation = async (id: ConversationId, signal?: AbortSignal): Promise<ConversationDetail> =>
  (await request(dataOf(ConversationDetail), `/api/chat/conversations/${id}`, { signal })).data

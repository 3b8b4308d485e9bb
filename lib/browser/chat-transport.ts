import { DefaultChatTransport } from "ai"
import type { ChatRequest } from "#lib/domain/chat.ts"
import { FilterValues } from "#lib/domain/filter.ts"
import { ConversationId } from "#lib/domain/ids.ts"
import { send } from "./api.ts"
import type { AskApi } from "./ask-api.ts"
import type { ChatUIMessage } from "./chat-message.ts"

/** Sends questions to a dashboard's or dataset's chat: one at a time, the server knows what came before. Throws ApiError. */
export const chatTransport = ({ path, headers }: Pick<AskApi, "path" | "headers">) =>
  new DefaultChatTransport<ChatUIMessage>({
    api: path,
    prepareSendMessagesRequest: ({ id, messages, trigger, body }) => {
      const asked = {
        conversationId: ConversationId.parse(id),
        filters: FilterValues.parse(body?.["filters"] ?? {}),
      }
      const request: ChatRequest =
        trigger === "regenerate-message" ? { ...asked, retry: true } : { ...asked, question: textOf(messages.at(-1)) }
      return { body: request }
    },
    fetch: (_, init) =>
      send(path, {
        body: JSON.parse(String(init?.body)),
        headers: { ...headers, accept: "text/event-stream" },
        ...(init?.signal ? { signal: init.signal } : {}),
      }),
  })

/** What was written, without citations, tools and all else. */
export const textOf = (message: ChatUIMessage | undefined): string =>
  (message?.parts ?? []).flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n\n")

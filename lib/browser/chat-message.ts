import type { UIMessage } from "ai"
import type { ChatDataParts, ChatMetadata } from "#lib/domain/chat.ts"
import type { ChatTools } from "#lib/domain/chat-tools.ts"

/** What `useChat` holds: the messages of a conversation, as they stream in and as history has them. */
export type ChatUIMessage = UIMessage<ChatMetadata, ChatDataParts, ChatTools>

import "server-only"
import type { ChatSubjectId, Conversation, ConversationDetail } from "#lib/domain/chat.ts"
import type { ConversationId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { notFound } from "../db/version-conflict.ts"
import * as store from "./conversation-store.ts"
import { checkSubject } from "./open-scope.ts"
import { resultsOf } from "./results-of.ts"

/** @throws AppError not_found for what one may not see, or no longer: answers hold its data. */
export async function listConversations(actor: Actor, subjectId: ChatSubjectId): Promise<Conversation[]> {
  await checkSubject(actor, subjectId)
  return store.listConversations(actor.userId, subjectId)
}

/** @throws AppError not_found, also when what it is about is no longer the reader's to see. */
export async function readConversation(actor: Actor, id: ConversationId): Promise<ConversationDetail> {
  const conversation = await find(actor, id)
  await checkSubject(actor, conversation.subjectId)
  const messages = await store.listMessages(actor.userId, id)
  return { ...conversation, messages: messages.map(({ message }) => message) }
}

/** Forgets a conversation, whatever has become of what it is about. @throws AppError not_found */
export async function deleteConversation(actor: Actor, id: ConversationId): Promise<void> {
  await find(actor, id)
  const messages = await store.listMessages(actor.userId, id)
  const queryIds = resultsOf(messages.map(({ message }) => message)).map(({ queryId }) => queryId)
  await store.deleteConversation(actor.userId, id, queryIds)
}

async function find(actor: Actor, id: ConversationId): Promise<Conversation> {
  const conversation = await store.getConversation(actor.userId, id)
  if (!conversation) throw notFound("conversation")
  return conversation
}

import "server-only"
import { Service } from "electrodb"
import { AppError } from "#lib/domain/app-error.ts"
import { CONVERSATION_DAYS } from "#lib/domain/chat-limits.ts"
import { ChatMessage, Conversation, type ChatSubjectId } from "#lib/domain/chat.ts"
import type { ConversationId, QueryId } from "#lib/domain/ids.ts"
import { perDatabase } from "../db/client.ts"
import { checkItemSize } from "../db/item-size.ts"
import { readAll } from "../db/page.ts"
import { chatMessageEntity, chatQueryEntity, conversationEntity } from "./conversation.entity.ts"
import { StoredQuery } from "./stored-query.ts"

const tables = perDatabase(
  (database) =>
    new Service(
      {
        conversation: conversationEntity(database),
        message: chatMessageEntity(database),
        query: chatQueryEntity(database),
      },
      database,
    ),
)

const LISTED = 50
const DAY_SECONDS = 24 * 60 * 60

const expiry = () => ({ expiresAtSeconds: Math.ceil(Date.now() / 1000) + CONVERSATION_DAYS * DAY_SECONDS })
const isCurrent = ({ expiresAtSeconds }: { expiresAtSeconds: number }) => expiresAtSeconds > Date.now() / 1000

/** Somebody's conversation (`userId`: a person's id, or a public link's); null when it is another's, gone or past its days. */
export async function getConversation(userId: string, id: ConversationId): Promise<Conversation | null> {
  const { data } = await tables().entities.conversation.get({ userId, id }).go({ consistent: true })
  return data && isCurrent(data) ? Conversation.parse(data) : null
}

/** A person's conversations about a thing, last continued first; the last 50. */
export async function listConversations(userId: string, subjectId: ChatSubjectId): Promise<Conversation[]> {
  const { data } = await tables()
    .entities.conversation.query.bySubject({ userId, subjectId })
    .go({ limit: LISTED, order: "desc" })
  return data.filter(isCurrent).map((item) => Conversation.parse(item))
}

/** Throws conflict when somebody has used the id already. */
export async function createConversation(userId: string, conversation: Conversation): Promise<void> {
  const { rejected } = await tables()
    .entities.conversation.create({ ...conversation, userId, ...expiry() })
    .go({ returnOnConditionCheckFailure: true })
  if (rejected) throw alreadyAnswered()
}

/**
 * Writes the next message of a conversation as it was read.
 * @throws AppError conflict when another message was written since; too_large.
 */
export async function appendMessage(
  userId: string,
  conversation: Conversation,
  message: ChatMessage,
): Promise<Conversation> {
  checkItemSize("answer", message)
  const { id, messageCount: number } = conversation
  const updatedAt = new Date().toISOString()
  const { rejected } = await tables()
    .entities.conversation.patch({ userId, id })
    .set({ messageCount: number + 1, updatedAt, ...expiry() })
    .composite({ subjectId: conversation.subjectId })
    .where(({ messageCount }, { eq }) => eq(messageCount, number))
    .go({ returnOnConditionCheckFailure: true })
  if (rejected) throw alreadyAnswered()
  await tables()
    .entities.message.put({ userId, conversationId: id, number, message, ...expiry() })
    .go()
  return { ...conversation, messageCount: number + 1, updatedAt }
}

export type NumberedMessage = { number: number; message: ChatMessage }

/** A conversation's messages in order. */
export async function listMessages(userId: string, conversationId: ConversationId): Promise<NumberedMessage[]> {
  const items = await readAll((options) =>
    tables()
      .entities.message.query.byConversation({ userId, conversationId })
      .go({ ...options, consistent: true }),
  )
  return items.map(({ number, message }) => ({ number, message: ChatMessage.parse(message) }))
}

export async function deleteMessage(userId: string, conversationId: ConversationId, number: number): Promise<void> {
  await tables().entities.message.delete({ userId, conversationId, number }).go()
}

/** Deletes a conversation; its messages and queries first, so that what is left can be deleted again. */
export async function deleteConversation(
  userId: string,
  id: ConversationId,
  queryIds: readonly QueryId[],
): Promise<void> {
  const { conversation, message, query } = tables().entities
  const messages = await readAll((options) =>
    message.query.byConversation({ userId, conversationId: id }).go({ ...options, consistent: true }),
  )
  await message.delete(messages.map(({ number }) => ({ userId, conversationId: id, number }))).go()
  await query.delete(queryIds.map((queryId) => ({ userId, queryId }))).go()
  await conversation.delete({ userId, id }).go()
}

/** Keeps how something was looked up. */
export async function keepQuery(userId: string, query: StoredQuery): Promise<void> {
  await tables()
    .entities.query.put({ ...query, userId, ...expiry() })
    .go()
}

/** A query of a person's conversations; null when it is another's or gone. */
export async function getQuery(userId: string, queryId: QueryId): Promise<StoredQuery | null> {
  const { data } = await tables().entities.query.get({ userId, queryId }).go({ consistent: true })
  return data && isCurrent(data) ? StoredQuery.parse(data) : null
}

const alreadyAnswered = (): AppError =>
  new AppError("conflict", "This conversation was continued elsewhere at the same time. Load it again, then ask.")

import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { MAX_MESSAGES } from "#lib/domain/chat-limits.ts"
import type { ChatMessage, ChatRequest, ChatSubjectId, Conversation } from "#lib/domain/chat.ts"
import type { CitableResult } from "#lib/domain/chat-tools.ts"
import { newId, type ConversationId } from "#lib/domain/ids.ts"
import { notFound } from "../db/version-conflict.ts"
import { requestContext } from "../audit/request-context.ts"
import { answerQuestion } from "./answer-question.ts"
import { principalOf, type ChatAsker } from "./chat-asker.ts"
import { chatModel, chatStatus } from "./chat-model.ts"
import type { ChatChunk } from "./collect-answer.ts"
import {
  appendMessage,
  createConversation,
  deleteMessage,
  getConversation,
  listMessages,
  type NumberedMessage,
} from "./conversation-store.ts"
import { countQuestion } from "./count-question.ts"
import { openScope } from "./open-scope.ts"
import { promptFor } from "./prompt.ts"
import { resultsOf } from "./results-of.ts"

type Ask = { asker: ChatAsker; subjectId: ChatSubjectId; asked: ChatRequest }

const MAX_TITLE_CHARACTERS = 80
const MIN_SECRET_ID_CHARACTERS = newId("conv").length

/**
 * Asks a question, or the last one again, in a conversation of the reader's own, which begins with its first question.
 * Rights, limits and the conversation are settled before this resolves, so that a refusal is an answer and not half a
 * stream.
 * @throws AppError not_found, unavailable where no model is set up, rate_limited, conflict, validation_failed.
 */
export async function ask({ asker, subjectId, asked }: Ask, signal: AbortSignal): Promise<AsyncIterable<ChatChunk>> {
  const reader = { asker, subjectId, values: asked.filters }
  const scope = await openScope(reader)
  checkModel(asker)
  checkConversationId(asker, asked.conversationId)
  const principal = principalOf(asker)
  const { conversation, earlier, question } = await findPlace(principal, subjectId, asked)
  await countQuestion(asker, subjectId)
  const written = await writeQuestion(principal, conversation, earlier, question)
  const history = written.earlier.map(({ message }) => message)
  const results: CitableResult[] = resultsOf(history)
  return answerQuestion(
    {
      session: { reader, conversationId: conversation.id, context: await requestContext(), results, toolCalls: 0 },
      question: question.text,
      prompt: promptFor(scope, history, question.text, results),
      messageId: crypto.randomUUID(),
      save: (message) => saveAnswer(principal, written.conversation, message),
    },
    signal,
  )
}

/** @throws AppError unavailable where no model is set up; what is to be set up is not for the public. */
function checkModel({ kind }: ChatAsker): void {
  if (kind === "link" && !chatStatus().configured)
    throw new AppError("unavailable", "Questions can't be answered here at present.")
  chatModel()
}

/** Among a link's readers a conversation belongs to whoever knows its id. @throws AppError validation_failed */
function checkConversationId({ kind }: ChatAsker, id: ConversationId): void {
  if (kind === "person" || id.length >= MIN_SECRET_ID_CHARACTERS) return
  const message = "make it of 20 random letters and digits: whoever knows it can go on with the conversation"
  throw new AppError("validation_failed", `conversationId: ${message}`, {
    details: [{ path: ["body", "conversationId"], message }],
  })
}

type Question = { text: string; isNew: boolean }
type Place = { conversation: Conversation; earlier: NumberedMessage[]; question: Question }

/** Where in which conversation a question comes, and for a retry which it is. */
async function findPlace(principal: string, subjectId: ChatSubjectId, asked: ChatRequest): Promise<Place> {
  const found = await getConversation(principal, asked.conversationId)
  // An id is the reader's to make, and a conversation stays with what it is about.
  if (found && found.subjectId !== subjectId) throw notFound("conversation")
  const earlier = found ? await listMessages(principal, found.id) : []
  if (earlier.length >= MAX_MESSAGES)
    throw new AppError("conflict", "This conversation has become long. Begin a new one.")
  if ("question" in asked) {
    const conversation = found ?? newConversation(asked.conversationId, subjectId, asked.question)
    return { conversation, earlier, question: { text: asked.question, isNew: true } }
  }
  const last = earlier.findLastIndex(({ message }) => message.role === "user")
  const text = textOf(earlier[last]?.message)
  if (!found || text === "") throw new AppError("conflict", "There is no question to ask again.")
  return { conversation: found, earlier, question: { text, isNew: false } }
}

function newConversation(id: Conversation["id"], subjectId: ChatSubjectId, question: string): Conversation {
  const now = new Date().toISOString()
  const title = question.replaceAll(/\s+/g, " ").slice(0, MAX_TITLE_CHARACTERS)
  return { id, subjectId, title, messageCount: 0, createdAt: now, updatedAt: now }
}

/** Writes a new question down; for a retry, forgets what was answered to the last. */
async function writeQuestion(
  principal: string,
  conversation: Conversation,
  earlier: NumberedMessage[],
  { text, isNew }: Question,
): Promise<{ conversation: Conversation; earlier: NumberedMessage[] }> {
  if (!isNew) {
    const last = earlier.findLastIndex(({ message }) => message.role === "user")
    for (const { number } of earlier.slice(last + 1)) await deleteMessage(principal, conversation.id, number)
    return { conversation, earlier: earlier.slice(0, last) }
  }
  if (conversation.messageCount === 0 && earlier.length === 0)
    if (!(await getConversation(principal, conversation.id))) await createConversation(principal, conversation)
  const message: ChatMessage = {
    id: crypto.randomUUID(),
    role: "user",
    metadata: { createdAt: new Date().toISOString() },
    parts: [{ type: "text", text }],
  }
  return { conversation: await appendMessage(principal, conversation, message), earlier }
}

/** Where the conversation went on elsewhere in the meantime, the answer comes after that; where it was deleted, it goes with it. */
async function saveAnswer(principal: string, conversation: Conversation, message: ChatMessage): Promise<void> {
  try {
    await appendMessage(principal, conversation, message)
  } catch (error) {
    if (!(error instanceof AppError && error.code === "conflict")) throw error
    const current = await getConversation(principal, conversation.id)
    if (current) await appendMessage(principal, current, message)
  }
}

const textOf = (message: ChatMessage | undefined): string =>
  message?.parts.flatMap((part) => (part.type === "text" ? part.text : [])).join("\n") ?? ""

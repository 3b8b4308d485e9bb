import { expect, test } from "vitest"
import type { ChatMessage } from "#lib/domain/chat.ts"
import { newId } from "#lib/domain/ids.ts"
import { appendMessage, createConversation, listMessages } from "#lib/server/chat/conversation-store.ts"
import { useDatabase } from "./use-database.ts"

useDatabase()

const userId = newId("usr")

function question(text: string): ChatMessage {
  const createdAt = new Date().toISOString()
  return { id: crypto.randomUUID(), role: "user", metadata: { createdAt }, parts: [{ type: "text", text }] }
}

async function aConversation() {
  const now = new Date().toISOString()
  const conversation = { subjectId: newId("ds"), title: "Rain", messageCount: 0, createdAt: now, updatedAt: now }
  const created = { id: newId("conv"), ...conversation }
  await createConversation(userId, created)
  return created
}

test("of two that go on from the same message the second is refused, and the first is kept", async () => {
  const seen = await aConversation()
  await appendMessage(userId, seen, question("First"))
  await expect(appendMessage(userId, seen, question("Second"))).rejects.toMatchObject({ code: "conflict" })
  const kept = await listMessages(userId, seen.id)
  expect(kept.map(({ message }) => message.parts)).toEqual([[{ type: "text", text: "First" }]])
})

test("an id that somebody has used for a conversation is not theirs to use again", async () => {
  const conversation = await aConversation()
  await expect(createConversation(userId, conversation)).rejects.toMatchObject({ code: "conflict" })
})

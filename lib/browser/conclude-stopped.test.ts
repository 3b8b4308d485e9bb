import { expect, test } from "vitest"
import type { ChatUIMessage } from "./chat-message.ts"
import { concludeStopped } from "./conclude-stopped.ts"

const question: ChatUIMessage = { id: "q", role: "user", parts: [{ type: "text", text: "More than 1000?" }] }
const answer = (parts: ChatUIMessage["parts"]): ChatUIMessage => ({ id: "a", role: "assistant", parts })
const stopped = { type: "data-notice", data: { code: "stopped", message: "This answer was stopped." } }

test("the figures of a stopped answer are checked, and it says that it was stopped", () => {
  const concluded = concludeStopped([question, answer([{ type: "text", text: "I think of 42" }])])
  expect(concluded.at(-1)?.parts.slice(1)).toEqual([
    {
      type: "data-check",
      data: { citations: [], figures: [{ part: 0, start: 11, end: 13, text: "42", citationId: null }], asOf: null },
    },
    stopped,
  ])
})

test("an answer without prose only says that it was stopped", () => {
  expect(concludeStopped([question, answer([])]).at(-1)?.parts).toEqual([stopped])
})

test("a question that no answer began to is left as it is, and so is an answer that has its check", () => {
  const check: ChatUIMessage["parts"][number] = { type: "data-check", data: { citations: [], figures: [], asOf: null } }
  for (const messages of [[question], [question, answer([{ type: "text", text: "42" }, check])]])
    expect(concludeStopped(messages)).toEqual(messages)
})

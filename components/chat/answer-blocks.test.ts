import { expect, test } from "vitest"
import type { ChatUIMessage } from "#lib/browser/chat-message.ts"
import { answerBlocksOf } from "./answer-blocks.ts"

type Parts = ChatUIMessage["parts"]

const failed = (id: string): Parts[number] => ({
  type: "tool-queryData",
  toolCallId: id,
  state: "output-available",
  input: { sql: "SELECT 1", purpose: "" },
  output: { error: { code: "failed", message: "no" } },
})
const filters = (output: "made" | "refused"): Parts[number] => ({
  type: "tool-proposeFilters",
  toolCallId: "f",
  state: "output-available",
  input: { filters: {}, reason: "" },
  output:
    output === "made"
      ? { kind: "filters", filters: {}, settings: [], reason: "" }
      : { error: { code: "invalid", message: "there is no such filter" } },
})

test.each<[string, Parts, string[]]>([
  ["looks that follow each other are one block", [failed("a"), failed("b")], ["steps:2"]],
  [
    "prose between them parts them, and each text knows its number",
    [failed("a"), { type: "text", text: "one" }, failed("b"), { type: "text", text: "two" }],
    ["steps:1", "text:0", "steps:1", "text:1"],
  ],
  [
    "what the model's steps are parted by is not shown",
    [{ type: "step-start" }, failed("a"), { type: "step-start" }, failed("b")],
    ["steps:2"],
  ],
  ["a proposal stands on its own", [failed("a"), filters("made")], ["steps:1", "filters"]],
  ["a proposal that was refused is a step", [failed("a"), filters("refused")], ["steps:2"]],
  [
    "a notice is shown where it came",
    [
      { type: "text", text: "half" },
      { type: "data-notice", data: { code: "cut", message: "It broke off." } },
    ],
    ["text:0", "notice"],
  ],
])("%s", (_, parts, shapes) => {
  expect(
    answerBlocksOf(parts).map((block) => {
      if (block.kind === "steps") return `steps:${block.steps.length}`
      return block.kind === "text" ? `text:${block.part}` : block.kind
    }),
  ).toEqual(shapes)
})

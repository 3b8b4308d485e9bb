import { afterAll, beforeAll, expect, test } from "vitest"
import { AssistLine, type AssistProposal } from "#lib/domain/card-assist.ts"
import type { MemberClient } from "#tests/support/stack-with-members.ts"
import { startChatStack, type ChatStack } from "./chat-stack.ts"

let chat: ChatStack
beforeAll(async () => {
  chat = await startChatStack()
})
afterAll(() => chat?.stop())

async function assist(author: MemberClient, more: object): Promise<AssistLine[]> {
  const body = { code: "", datasets: [{ alias: "w", datasetId: chat.weather }], ...more }
  const { status, body: lines } = await author.send("POST", "/api/cards/assist", { body })
  expect(status, JSON.stringify(lines)).toBe(200)
  return String(lines)
    .trim()
    .split("\n")
    .map((line) => AssistLine.parse(JSON.parse(line)))
}

const proposalOf = (lines: AssistLine[]): AssistProposal => {
  const last = lines.at(-1)
  if (!last || !("proposal" in last)) throw new Error(`no proposal: ${JSON.stringify(last)}`)
  return last.proposal
}

test("SQL is written from a description, run, and handed over with what it shows", async () => {
  const lines = await assist(chat.owner, { language: "sql", instruction: "Count the days" })
  expect(lines.slice(0, -1)).toEqual([
    { round: 1, stage: "writing" },
    { round: 1, stage: "running" },
  ])
  expect(proposalOf(lines)).toMatchObject({
    code: "SELECT count(*) AS n FROM w",
    chart: { type: "number" },
    rounds: 1,
    preview: { display: { "application/vnd.cardloom.kpi+json": { value: 1461 } } },
  })
})

test("Python that fails is mended in the next round by its error", async () => {
  const proposal = proposalOf(await assist(chat.owner, { instruction: "Count, and stumble" }))
  expect(proposal).toMatchObject({ rounds: 2, preview: { display: expect.any(Object) } })
  expect(proposal.preview.error).toBeUndefined()
  expect(JSON.stringify(chat.fake.requests.at(-1))).toContain("no_such_column")
})

test("after three rounds what there is is handed over, with its error", async () => {
  const error = { code: "execution_failed", type: "KeyError", message: "'x'" }
  const proposal = proposalOf(
    await assist(chat.owner, { code: "def render(d):\n    return d['x']", error, instruction: "fail" }),
  )
  expect(proposal.rounds).toBe(3)
  expect(proposal.preview.error).toMatchObject({ type: "AttributeError" })
})

test("a model that is down is a sentence", async () => {
  const lines = await assist(await memberWithData("Unlucky"), { instruction: "script:down" })
  expect(lines.at(-1)).toMatchObject({ failure: { message: expect.stringMatching(/\.$/) } })
})

test("datasets that are not one's to use, and a request without a task, are refused", async () => {
  const stranger = await chat.member("Strange")
  const body = { code: "", instruction: "Count", datasets: [{ alias: "w", datasetId: chat.weather }] }
  expect((await stranger.send("POST", "/api/cards/assist", { body })).status).toBe(400)
  expect((await chat.owner.send("POST", "/api/cards/assist", { body: { ...body, instruction: " " } })).status).toBe(400)
})

async function memberWithData(name: string): Promise<MemberClient> {
  const member = await chat.member(name)
  await chat.owner.send("POST", `/api/datasets/${chat.weather}/shares`, { body: { userId: member.userId } })
  return member
}

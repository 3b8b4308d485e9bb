import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { dataOf } from "#lib/domain/api.ts"
import { AnswerCheck, ConversationDetail, QueryRunResult } from "#lib/domain/chat.ts"
import { QueryResult } from "#lib/domain/chat-tools.ts"
import { listConversations } from "#lib/domain/endpoints/chat.ts"
import { clear } from "#lib/server/auth/rate-limit-store.ts"
import { RAIN_DAYS, startChatStack, type ChatStack } from "./chat-stack.ts"

let chat: ChatStack
beforeAll(async () => {
  chat = await startChatStack()
})
afterAll(() => chat?.stop())
// Tests ask about one dashboard more often than readers may.
beforeEach(() => clear(`chat-about:${chat.dashboard}`))

test("a dashboard's reader is answered by figures that are cited by the query they come from", async () => {
  const reader = await chat.reader("Reader")
  const answer = await chat.askDashboard(reader, "Which weather is the most frequent?")
  expect(answer.status).toBe(200)
  expect(answer.isWhole).toBe(true)
  expect(answer.text).toContain(`${RAIN_DAYS}`)

  const result = QueryResult.parse(answer.outputs("queryData")[0])
  expect(result).toMatchObject({
    rows: expect.arrayContaining([expect.arrayContaining(["rain", RAIN_DAYS])]),
    filteredRows: 1461,
  })
  expect(result.datasets).toMatchObject([
    { alias: "seattle_weather", datasetId: chat.weather, versionNumber: 1, rows: 1461, canUse: false },
  ])
  const check = AnswerCheck.parse(answer.data("check")[0])
  expect(check.citations).toEqual([{ id: 1, queryId: result.queryId }])
  expect(check.figures.map(({ text, citationId }) => [text, citationId])).toEqual([
    ["641", 1],
    ["43.9%", 1],
  ])
  expect(check.asOf).toBe(result.asOf)
  // The offsets are those of the prose after the look-up.
  const [figure] = check.figures
  expect(figure?.part).toBe(1)
  expect(answer.outputs("drawChart")[0]).toMatchObject({
    queryId: result.queryId,
    chart: { type: "bar" },
    display: { "application/vnd.plotly.v1+json": { data: [{ type: "bar" }] } },
  })
})

test("the page's filters are applied to what is looked up", async () => {
  const reader = await chat.reader("Filtering")
  const filters = { weather: ["sun"], date: { start: "2013-01-01", end: "2013-12-31" } }
  const answer = await chat.askDashboard(reader, { question: "Which weather?", filters })
  const result = QueryResult.parse(answer.outputs("queryData")[0])
  expect(result.rows.map(([weather]) => weather)).toEqual(["sun"])
  expect(result.filtersApplied).toEqual([
    { id: "weather", label: "Weather" },
    { id: "date", label: "Date" },
  ])
  const bad = await chat.askDashboard(reader, { question: "Which weather?", filters: { nonsense: 1 } })
  expect(bad).toMatchObject({ status: 400, error: { code: "validation_failed" } })
})

test("cards are run and filter settings proposed, and nothing is changed by it", async () => {
  const reader = await chat.reader("Proposing")
  const card = await chat.askDashboard(reader, "What does the card show?")
  expect(card.outputs("runCard")[0]).toMatchObject({
    kind: "card",
    itemId: "days",
    rows: expect.arrayContaining([["rain", RAIN_DAYS]]),
  })
  const proposal = await chat.askDashboard(reader, "Set a filter for me")
  expect(proposal.outputs("proposeFilters")[0]).toMatchObject({
    kind: "filters",
    filters: { weather: ["rain"] },
    settings: [{ id: "weather", label: "Weather", text: "rain" }],
  })
})

test("invented numbers are marked, true ones beside them are not", async () => {
  const reader = await chat.reader("Doubting")
  const answer = await chat.askDashboard(reader, "script:inventor How much is it worth?")
  const { figures } = AnswerCheck.parse(answer.data("check")[0])
  expect(figures.map(({ text, citationId }) => [text, citationId])).toEqual([
    ["1461", 1],
    ["$987,654,321", null],
    ["77.7%", null],
  ])
})

test("a conversation is kept for the person, goes on, is asked again, and is forgotten", async () => {
  const reader = await chat.reader("Keeping")
  const first = await chat.askDashboard(reader, "Which weather is the most frequent?")
  const { conversationId } = first
  const path = `/api/chat/conversations/${conversationId}`
  const read = async () => (await reader.expect(dataOf(ConversationDetail), "GET", path)).data
  expect((await read()).messages.map(({ role }) => role)).toEqual(["user", "assistant"])

  await chat.askDashboard(reader, { conversationId, retry: true })
  const again = await read()
  expect(again.messages.map(({ role }) => role)).toEqual(["user", "assistant"])
  const kept = again.messages[1]?.parts ?? []
  expect(kept.map(({ type }) => type)).toEqual(["text", "tool-queryData", "tool-drawChart", "text", "data-check"])
  // Drawings are made again from their query.
  expect(JSON.stringify(kept)).not.toContain("plotly")

  const second = await chat.askDashboard(reader, { conversationId, question: "script:silent And now?" })
  expect(second.data("notice")).toMatchObject([{ code: "empty" }])
  const sent = JSON.stringify(chat.fake.requests.at(-1))
  expect(sent).toContain("results of earlier questions")
  expect((await read()).messages).toHaveLength(4)

  const list = () =>
    reader.expect(listConversations.response, "GET", `/api/chat/conversations?subjectId=${chat.dashboard}`)
  expect((await list()).data).toMatchObject([{ id: conversationId, title: "Which weather is the most frequent?" }])
  const stranger = await chat.reader("Other")
  expect((await stranger.send("GET", path)).status).toBe(404)
  expect((await reader.send("DELETE", path)).status).toBe(204)
  expect((await reader.send("GET", path)).status).toBe(404)
  expect((await list()).data).toEqual([])
})

test("a cited query is run again as the reader, with a drawing where one is asked for", async () => {
  const reader = await chat.reader("Rerunning")
  const answer = await chat.askDashboard(reader, "Which weather is the most frequent?")
  const { queryId } = QueryResult.parse(answer.outputs("queryData")[0])
  const path = `/api/chat/queries/${queryId}/run`
  const chart = { type: "bar", x: "weather", y: ["rows"] }
  const { data } = await reader.expect(dataOf(QueryRunResult), "POST", path, { body: { chart } })
  expect(data.result).toMatchObject({ kind: "sql", queryId, rowCount: 5 })
  expect(data.display).toHaveProperty(["application/vnd.plotly.v1+json"])
  expect((await (await chat.reader("Someone-else")).send("POST", path, { body: {} })).status).toBe(404)

  await chat.owner.send("DELETE", `/api/dashboards/${chat.dashboard}/shares/${reader.shareId}`)
  expect((await reader.send("POST", path, { body: {} })).status).toBe(404)
  expect((await reader.send("GET", `/api/chat/conversations/${answer.conversationId}`)).status).toBe(404)
  expect((await reader.send("GET", `/api/chat/conversations?subjectId=${chat.dashboard}`)).status).toBe(404)
})

test("a dataset is asked about by whoever may use it", async () => {
  const answer = await chat.askDataset(chat.owner, "Which weather is the most frequent?")
  expect(answer.text).toContain(`${RAIN_DAYS}`)
  expect(QueryResult.parse(answer.outputs("queryData")[0]).datasets).toMatchObject([{ canUse: true }])
  const reader = await chat.reader("Without-dataset")
  expect((await chat.askDataset(reader, "And me?")).status).toBe(404)
})

test("suggestions are made of cards and columns", async () => {
  const { body } = await chat.owner.send("GET", `/api/dashboards/${chat.dashboard}/chat/suggestions`)
  expect(body).toMatchObject({ data: expect.arrayContaining([{ text: "What stands out in Days by weather?" }]) })
  expect((await chat.owner.send("GET", `/api/datasets/${chat.weather}/chat/suggestions`)).status).toBe(200)
})

test("the status says which model answers", async () => {
  expect((await chat.owner.send("GET", "/api/chat/status")).body).toEqual({
    data: { configured: true, missing: [], message: null, model: "gemini-fake" },
  })
})

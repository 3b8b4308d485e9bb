import { expect, test } from "vitest"
import { tileResults } from "./render-stream.ts"

const tile = (itemId: string) => ({
  itemId,
  cardId: "card_0123456789",
  stdout: "",
  warnings: [],
  filtersApplied: [],
  cached: false,
  asOf: null,
  inputRows: 1,
  filteredRows: 1,
})
const streamOf = (text: string) =>
  new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode(text))
      controller.close()
    },
  })

async function read(stream: ReadableStream<Uint8Array>) {
  const itemIds: string[] = []
  let error: unknown
  try {
    for await (const { itemId } of tileResults(stream)) itemIds.push(itemId)
  } catch (thrown) {
    error = thrown
  }
  return { itemIds, error }
}

test("tiles come in finishing order until the last line", async () => {
  const lines = `${JSON.stringify(tile("b"))}\n${JSON.stringify(tile("a"))}\n{"done":true}\n`
  expect(await read(streamOf(lines))).toEqual({ itemIds: ["b", "a"], error: undefined })
})

test("without the last line the connection was cut, and what came before still counts", async () => {
  const { itemIds, error } = await read(streamOf(`${JSON.stringify(tile("a"))}\n`))
  expect(itemIds).toEqual(["a"])
  expect(error).toMatchObject({ code: "unreachable", message: "The connection was cut before this card came." })
})

test("half a line at the end is a cut too", async () => {
  expect(await read(streamOf(`${JSON.stringify(tile("a"))}\n{"itemId":"b","car`))).toMatchObject({
    itemIds: ["a"],
    error: { code: "unreachable" },
  })
})

test("a stream that breaks is a cut", async () => {
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(new TypeError("network error")),
  })
  expect(await read(stream)).toMatchObject({ itemIds: [], error: { code: "unreachable" } })
})

test("a line of another shape is said to be unreadable", async () => {
  expect(await read(streamOf('{"tile":1}\n'))).toMatchObject({ error: { code: "bad_answer" } })
})

import { expect, test } from "vitest"
import { readLines } from "./read-lines.ts"

const streamOf = (...chunks: Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
const bytes = (text: string) => new TextEncoder().encode(text)

test.each([
  ["two lines in one piece", [bytes("a\nb\n")], ["a", "b"]],
  ["a line over three pieces", [bytes('{"a'), bytes('":'), bytes("1}\n")], ['{"a":1}']],
  ["an ending in a piece of its own", [bytes("a"), bytes("\n"), bytes("b\n")], ["a", "b"]],
  ["a letter cut in two", [bytes("é\n").slice(0, 1), bytes("é\n").slice(1)], ["é"]],
  ["a last line without an ending", [bytes("a\nb")], ["a", "b"]],
  ["blank lines are heartbeats", [bytes("a\n\n \nb\n")], ["a", "b"]],
  ["nothing", [], []],
])("reads %s", async (_, chunks, lines) => {
  const read: string[] = []
  for await (const line of readLines(streamOf(...chunks))) read.push(line)
  expect(read).toEqual(lines)
})

test("whoever stops reading ends the stream", async () => {
  let cancelled = false
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(bytes("line\n")),
    cancel: () => {
      cancelled = true
    },
  })
  for await (const line of readLines(stream)) {
    expect(line).toBe("line")
    break
  }
  expect(cancelled).toBe(true)
})

import { describe, expect, test } from "vitest"
import { createEventReader, type ServerEvent } from "./server-events.ts"

const run = (data: string): ServerEvent => ({ event: "run", data })

function readAll(chunks: readonly string[]): ServerEvent[] {
  const reader = createEventReader()
  return chunks.flatMap((chunk) => reader.push(chunk))
}

describe("reading an event stream", () => {
  test.each<[string, string[], ServerEvent[]]>([
    ["one event in one piece", ["event: run\ndata: {}\n\n"], [run("{}")]],
    ["two events in one piece", ["event: run\ndata: 1\n\nevent: run\ndata: 2\n\n"], [run("1"), run("2")]],
    ["a cut within a field name", ["eve", "nt: run\nda", "ta: 1\n", "\n"], [run("1")]],
    ["a cut between CR and LF", ["event: run\r", "\ndata: 1\r\n\r", "\n"], [run("1")]],
    ["an event that has not ended is held back", ["event: run\ndata: 1\n"], []],
    [
      "heartbeats and comments are left out",
      [": still here\n\nevent: ping\n\ndata: 1\n\n"],
      [{ event: "message", data: "1" }],
    ],
    ["several data lines make one text", ["event: run\ndata: a\ndata: b\n\n"], [run("a\nb")]],
    ["a value keeps its own colons and leading spaces but one", ["event: run\ndata:  a: b\n\n"], [run(" a: b")]],
  ])("%s", (_, chunks, events) => expect(readAll(chunks)).toEqual(events))

  test("any cut gives the same events", () => {
    const text = 'event: run\r\ndata: {"a":1}\r\n\r\n: beat\n\nevent: run\ndata: 2\n\n'
    for (let cut = 0; cut <= text.length; cut += 1) {
      expect(readAll([text.slice(0, cut), text.slice(cut)])).toEqual([run('{"a":1}'), run("2")])
    }
  })
})

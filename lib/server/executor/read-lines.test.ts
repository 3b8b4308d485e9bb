import { expect, test } from "vitest"
import { readLines } from "./read-lines.ts"

async function linesOf(chunks: (string | Uint8Array)[], maxCharacters = 100): Promise<string[]> {
  async function* body() {
    for (const chunk of chunks) yield typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk
  }
  const lines: string[] = []
  for await (const line of readLines(body(), maxCharacters)) lines.push(line)
  return lines
}

const crab = new TextEncoder().encode("🦀\n")

test.each<[string, (string | Uint8Array)[], string[]]>([
  ["nothing", [], []],
  ["two lines in one chunk", ["a\nb\n"], ["a", "b"]],
  ["a line over three chunks", ["a", "b", "c\nd\n"], ["abc", "d"]],
  ["a character cut in two", [crab.slice(0, 2), crab.slice(2)], ["🦀"]],
  ["empty lines are no lines", ["\n\na\n\n"], ["a"]],
  ["a last line without its newline", ["a\nb"], ["a", "b"]],
])("%s", async (_, chunks, expected) => {
  expect(await linesOf(chunks)).toEqual(expected)
})

test("a line without end is refused, not gathered", async () => {
  await expect(linesOf(["aaaa", "aaaa"], 6)).rejects.toThrow("too long")
})

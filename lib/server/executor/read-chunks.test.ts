import { expect, test } from "vitest"
import { readChunks } from "./read-chunks.ts"

/** A body that gives one chunk and then nothing more, and notes when its reader has gone. */
function endlessBody() {
  const cancelled = Promise.withResolvers<unknown>()
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array([1])),
    cancel: (reason) => cancelled.resolve(reason),
  })
  return { body, cancelled: cancelled.promise }
}

test("given a body that says nothing, when the signal aborts, then the wait ends and the sender learns of it", async () => {
  const { body, cancelled } = endlessBody()
  const abort = new AbortController()
  const chunks = readChunks(body, abort.signal)
  expect((await chunks.next()).value).toEqual(new Uint8Array([1]))
  const waiting = chunks.next()
  abort.abort(new Error("the reader left"))
  await expect(waiting).rejects.toThrow("the reader left")
  expect(await cancelled).toEqual(new Error("the reader left"))
})

test("whoever stops reading lets the sender go", async () => {
  const { body, cancelled } = endlessBody()
  for await (const chunk of readChunks(body, new AbortController().signal)) if (chunk) break
  expect(await cancelled).toBeUndefined()
})

test("a body that ends is read to its end", async () => {
  const body = new Blob(["ab"]).stream()
  const read: Uint8Array[] = []
  for await (const chunk of readChunks(body, new AbortController().signal)) read.push(chunk)
  expect(Buffer.concat(read).toString()).toBe("ab")
})

import { describe, expect, test } from "vitest"
import { encodeFrame, FrameReader, FrameRefused } from "./frames.ts"

const roomy = { totalBytes: 1_000_000, frames: 100 }

function refusalOf(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof FrameRefused) return error.reason
    throw error
  }
  return "accepted"
}

function withLength(length: number, payload = ""): Buffer {
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32LE(length)
  return Buffer.concat([prefix, Buffer.from(payload)])
}

describe("frames", () => {
  const messages = [{ type: "started" }, { text: "naïve 日本語 \u0000" }, [], null, 1.5]

  test.each([1, 2, 3, 4, 5, 7, 64, 10_000])("come back whole when cut into chunks of %i bytes", (size) => {
    const stream = Buffer.concat(messages.map(encodeFrame))
    const reader = new FrameReader(roomy)
    const read: unknown[] = []
    for (let at = 0; at < stream.length; at += size) read.push(...reader.push(stream.subarray(at, at + size)))
    expect(read).toEqual(messages)
  })

  test.each([
    ["a claimed length of 4 GB, before a byte of it has come", withLength(0xffff_ffff), "too_large"],
    ["a length just above the allowance", withLength(1_000_001), "too_large"],
    ["an empty frame, which is not JSON", withLength(0), "not_json"],
    ["text that is not JSON", withLength(5, "NaN!!"), "not_json"],
    ["Python's NaN", withLength(3, "NaN"), "not_json"],
    ["a cut-off object", withLength(4, '{"a"'), "not_json"],
  ])("refuse %s", (_, bytes, reason) => expect(refusalOf(() => new FrameReader(roomy).push(bytes))).toBe(reason))

  test("refuse more frames than allowed, however small", () => {
    const reader = new FrameReader({ totalBytes: 1_000_000, frames: 3 })
    const flood = Buffer.concat(Array.from({ length: 4 }, () => encodeFrame(0)))
    expect(refusalOf(() => reader.push(flood))).toBe("too_many")
  })

  test("count all frames together against the allowance of bytes", () => {
    const reader = new FrameReader({ totalBytes: 10, frames: 100 })
    reader.push(encodeFrame("123456"))
    expect(refusalOf(() => reader.push(encodeFrame("1234")))).toBe("too_large")
  })
})

import "server-only"
import { Writable } from "node:stream"
import type { BusboyInstance } from "@fastify/busboy"

/**
 * Feeds a parser of multipart. What is malformed fails at the end only, the rest being read and forgotten: whoever
 * stops reading a request breaks its connection, and the sender never gets to see the answer.
 */
export function multipartSink(parser: BusboyInstance): Writable {
  let failure: Error | undefined
  let written: (() => void) | undefined
  const proceed = () => {
    const next = written
    written = undefined
    next?.()
  }
  parser.on("error", (error: unknown) => {
    failure ??= error instanceof Error ? error : new Error("the multipart is malformed", { cause: error })
    proceed()
  })
  return new Writable({
    write(chunk, _encoding, done) {
      if (failure) return done()
      written = done
      parser.write(chunk, proceed)
    },
    final(done) {
      if (failure) return done(failure)
      parser.once("finish", () => done())
      parser.once("error", () => done(failure))
      parser.end()
    },
  })
}

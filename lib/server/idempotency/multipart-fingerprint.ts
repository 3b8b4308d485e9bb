import "server-only"
import { once } from "node:events"
import { Busboy, type BusboyInstance } from "@fastify/busboy"
import { openFingerprint } from "./sealed-answer.ts"

/**
 * The same request, with a fingerprint taken of its parts while whoever handles it reads them. Parts are compared, not
 * bytes: every sending of one form has another boundary. The fingerprint settles when the body has been read to its
 * end; a body that is no multipart has none.
 */
export function fingerprintWhileRead(request: Request): { request: Request; fingerprint: Promise<string> } {
  const parts: Promise<string>[] = []
  const parser = openParser(request.headers.get("content-type") ?? "", parts)
  const read = Promise.withResolvers<string>()
  // Whoever never awaits it has failed already, with a better message.
  read.promise.catch(() => {})
  if (!parser || !request.body) return { request, fingerprint: notMultipart(read) }
  parser.on("error", (error) => read.reject(error))
  parser.on("finish", () => {
    Promise.all(parts).then((all) => read.resolve(openFingerprint().update(all.join()).digest("hex")), read.reject)
  })
  const taps = new TransformStream<Uint8Array, Uint8Array>({
    async transform(chunk, controller) {
      controller.enqueue(chunk)
      if (!parser.destroyed && !parser.write(chunk))
        await Promise.race([once(parser, "drain"), read.promise]).catch(() => {})
    },
    flush() {
      parser.end()
    },
  })
  const { url, method, headers, signal } = request
  // Node's fetch wants to be told that the body is sent before the answer comes.
  const init: RequestInit & { duplex: "half" } = {
    method,
    headers,
    signal,
    body: request.body.pipeThrough(taps),
    duplex: "half",
  }
  return { request: new Request(url, init), fingerprint: read.promise }
}

function notMultipart({ promise, reject }: PromiseWithResolvers<string>): Promise<string> {
  reject(new Error("not a multipart body"))
  return promise
}

function openParser(contentType: string, parts: Promise<string>[]): BusboyInstance | null {
  let parser: BusboyInstance
  try {
    parser = new Busboy({ headers: { "content-type": contentType } })
  } catch {
    return null
  }
  parser.on("field", (name, value) => {
    parts.push(
      Promise.resolve(
        openFingerprint()
          .update(JSON.stringify([name, value]))
          .digest("hex"),
      ),
    )
  })
  parser.on("file", (name, file, filename) => {
    const hash = openFingerprint().update(JSON.stringify([name, filename]))
    parts.push(
      new Promise((resolve, reject) => {
        file.on("data", (chunk: Buffer) => hash.update(chunk))
        file.on("end", () => resolve(hash.digest("hex")))
        file.on("error", reject)
      }),
    )
  })
  return parser
}

import type { IncomingMessage } from "node:http"
import { z } from "zod"
import { AppError } from "#lib/domain/app-error.ts"

/** The request's JSON, checked. Throws AppError "too_large" | "validation_failed". */
export async function readBody<Schema extends z.ZodType>(
  request: IncomingMessage,
  schema: Schema,
  maxBytes: number,
): Promise<z.infer<Schema>> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length
    if (sizeBytes > maxBytes) throw new AppError("too_large", `The request is above ${maxBytes} bytes.`)
    chunks.push(chunk)
  }
  const parsed = schema.safeParse(parseJson(Buffer.concat(chunks)))
  if (!parsed.success) throw new AppError("validation_failed", z.prettifyError(parsed.error))
  return parsed.data
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"))
  } catch (error) {
    throw new AppError("validation_failed", "The request is not JSON.", { cause: error })
  }
}

import { z } from "zod"
import { ApiError } from "./api.ts"

const Details = z.array(z.object({ path: z.array(z.string()), message: z.string() }))

/** What the API found wrong with each field of the body, by field name; empty for any other failure. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError) || error.code !== "validation_failed") return {}
  const found: Record<string, string> = {}
  for (const { path, message } of Details.safeParse(error.details).data ?? []) {
    const [where, field] = path
    if (where === "body" && field !== undefined) found[field] ??= message
  }
  return found
}

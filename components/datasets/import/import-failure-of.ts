import { z } from "zod"
import { ApiError } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { Run } from "#lib/domain/run.ts"

/** Why a file can't be read or imported: what is wrong, where, and what to do. */
export type Failure = { message: string; line?: number; column?: string; advice: string }

const TRY_AGAIN = "Nothing was imported; the same file can be tried again."
const ADVICE_BY_CODE: Record<string, string> = {
  invalid_file: "Change how the file is read, or correct the file and choose it again.",
  too_large: "Split the file, or leave out columns you don't need.",
  memory_limit: "Split the file, or leave out columns you don't need.",
  timeout: "Try again when the server is less busy, or split the file.",
  conflict: "Import the file again: it will be compared with the data there is now.",
}

const Place = z.object({
  line: z.int().positive().optional().catch(undefined),
  column: z.string().optional().catch(undefined),
})
type Place = z.infer<typeof Place>

/** What a failed import tells its author. */
export function failureOfRun({ error }: Pick<Run, "error">): Failure {
  if (!error) return { message: "The import failed.", advice: TRY_AGAIN }
  return failureAt(error.message, error, ADVICE_BY_CODE[error.code] ?? TRY_AGAIN)
}

/** The same of a request that was refused or got no answer. */
export function failureOfError(error: unknown): Failure {
  const place = error instanceof ApiError ? (Place.safeParse(error.details).data ?? {}) : {}
  const isRefusal = error instanceof ApiError && error.status >= 400 && error.status < 500
  return failureAt(errorMessage(error), place, isRefusal ? adviceFor(error.code) : TRY_AGAIN)
}

function adviceFor(code: string): string {
  return ADVICE_BY_CODE[code === "validation_failed" ? "invalid_file" : code] ?? TRY_AGAIN
}

const failureAt = (message: string, { line, column }: Place, advice: string): Failure => ({
  message,
  ...(line === undefined ? {} : { line }),
  ...(column === undefined ? {} : { column }),
  advice,
})

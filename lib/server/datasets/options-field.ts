import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { ImportOptions } from "#lib/domain/job-contract.ts"
import { parse } from "../http/parse-request.ts"

/** The multipart field `options`; undefined when it is absent or empty. @throws AppError validation_failed. */
export function parseOptionsField(text: string | undefined): ImportOptions | undefined {
  if (text === undefined || text === "") return undefined
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new AppError("validation_failed", "The field options is not valid JSON.", { cause })
  }
  return parse(ImportOptions, json, "options")
}

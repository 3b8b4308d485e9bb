import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { ImportOptions, InspectRequest, Inspection } from "#lib/domain/job-contract.ts"
import { inspectUpload } from "../executor/executor-client.ts"
import { log } from "../log.ts"

/**
 * Options taken over from the version before, as far as they can be meant of this file: a type given to a column that
 * is no longer there would refuse the file, and nobody would get to see what has changed.
 */
export async function fitInheritedOptions(
  job: Omit<InspectRequest, "sizeBytes" | "options">,
  options: ImportOptions,
  signal: AbortSignal,
): Promise<ImportOptions> {
  if (Object.keys(options).length === 0) return options
  const { types: _types, sortBy: _sortBy, ...dialect } = options
  try {
    return optionsThatFit(options, await inspectUpload({ ...job, sizeBytes: 0, options: dialect }, signal))
  } catch (err) {
    signal.throwIfAborted()
    if (!(err instanceof AppError)) throw err
    // The import itself says best what is wrong with the file.
    log.info({ err, runId: job.requestId }, "a file could not be inspected before its import")
    return options
  }
}

/** Without the columns that `inspection` has not seen, and without what only text files have where it is none. */
export function optionsThatFit(
  { types, sortBy, ...dialect }: ImportOptions,
  { format, columns }: Pick<Inspection, "format" | "columns">,
): ImportOptions {
  // Of a Parquet file whose end was not looked at the columns are not known.
  const has = (name: string) => columns.length === 0 || columns.some((column) => column.name === name)
  const kept = Object.entries(types ?? {}).filter(([name]) => has(name))
  return {
    ...(format === "csv" && dialect),
    ...(kept.length > 0 && { types: Object.fromEntries(kept) }),
    ...(sortBy !== undefined && (sortBy === null || has(sortBy)) && { sortBy }),
  }
}

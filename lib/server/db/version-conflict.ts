import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { withoutGrants, type Grant } from "#lib/domain/grant.ts"

/** The refusal of a save that was made from an older version; `details.current` is what is stored now. */
export const versionConflict = (noun: string, current: { grants: readonly Grant[] }): AppError =>
  new AppError("version_conflict", `Somebody else has changed this ${noun} since you opened it.`, {
    details: { current: withoutGrants(current) },
  })

export const notFound = (noun: string): AppError => new AppError("not_found", `There is no such ${noun}.`)

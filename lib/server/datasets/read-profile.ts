import "server-only"
import { buffer } from "node:stream/consumers"
import { AppError } from "#lib/domain/app-error.ts"
import { DataProfile } from "#lib/domain/job-contract.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { objectStore } from "../object-store.ts"
import { readDataVersion, type NamedDataVersion } from "./read-data-version.ts"

/** What each column of a data version holds. @throws AppError not_found, also for what was imported without one; conflict. */
export async function readProfile(named: NamedDataVersion): Promise<DataProfile> {
  const { dataVersion } = await readDataVersion(named)
  const stored = await objectStore().get(objectKeys.profile(named.datasetId, dataVersion.id))
  if (!stored)
    throw new AppError(
      "not_found",
      "This version was imported before columns were summed up. Import its file again to see what they hold.",
    )
  return DataProfile.parse(JSON.parse((await buffer(stored)).toString("utf8")))
}

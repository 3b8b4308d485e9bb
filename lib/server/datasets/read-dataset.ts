import "server-only"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getDataset, type StoredDataset } from "./dataset-store.ts"

export type NamedDataset = { actor: Actor; datasetId: DatasetId }

/** @throws AppError not_found */
export async function readDataset({ actor, datasetId }: NamedDataset): Promise<StoredDataset> {
  return (await findPermitted(actor, "view", "dataset", getDataset(datasetId))).thing
}

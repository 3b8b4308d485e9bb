import { rmSync } from "node:fs"
import { chmod, stat } from "node:fs/promises"
import path from "node:path"
import { AppError } from "#lib/domain/app-error.ts"
import type { DatasetId, DataVersionId } from "#lib/domain/ids.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import { SharedCache, type Lease } from "./shared-cache.ts"

export type LocalData = { dataVersionId: DataVersionId; path: string; sizeBytes: number }

/** Dataset versions on local disk, where the zygote opens them by id. They never change, so they never expire. */
export class DatasetCache {
  private readonly store: ObjectStore
  private readonly folder: string
  private readonly cache: SharedCache<LocalData>

  constructor(options: { store: ObjectStore; folder: string; limitBytes: number }) {
    this.store = options.store
    this.folder = options.folder
    this.cache = new SharedCache({
      limitBytes: options.limitBytes,
      // A job that has the file open keeps it: unlinking takes the name only.
      // At once, so that fetching it again never meets the old file.
      evict: (data) => rmSync(data.path, { force: true }),
    })
  }

  /** Fetches the version unless it is here. Throws AppError "not_found" when the store has no such object. */
  lease(datasetId: DatasetId, dataVersionId: DataVersionId): Promise<Lease<LocalData>> {
    // Both ids: a version is found only under its own dataset.
    return this.cache.lease(`${datasetId} ${dataVersionId}`, async () => {
      const target = path.join(this.folder, `${dataVersionId}.parquet`)
      rmSync(target, { force: true })
      const found = await this.store.download(objectKeys.data(datasetId, dataVersionId), target)
      if (!found) throw new AppError("not_found", "There is no such dataset version.")
      // The sandbox's user must be able to read it; only the zygote can reach the folder.
      await chmod(target, 0o644)
      return { dataVersionId, path: target, sizeBytes: (await stat(target)).size }
    })
  }
}

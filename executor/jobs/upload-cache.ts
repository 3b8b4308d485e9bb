import { rmSync } from "node:fs"
import { chmod, stat } from "node:fs/promises"
import path from "node:path"
import { AppError } from "#lib/domain/app-error.ts"
import type { UploadId } from "#lib/domain/ids.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import { SharedCache, type Lease } from "./shared-cache.ts"

export type LocalUpload = { path: string; sizeBytes: number }

/** Uploaded files on local disk, only for as long as an import reads them. */
export class UploadCache {
  private readonly store: ObjectStore
  private readonly folder: string
  private readonly cache = new SharedCache<LocalUpload>({
    limitBytes: 0,
    evict: (upload) => rmSync(upload.path, { force: true }),
  })

  constructor(options: { store: ObjectStore; folder: string }) {
    this.store = options.store
    this.folder = options.folder
  }

  /** Throws AppError "not_found" when the store has no such upload. */
  lease(uploadId: UploadId): Promise<Lease<LocalUpload>> {
    return this.cache.lease(uploadId, async () => {
      const target = path.join(this.folder, uploadId)
      rmSync(target, { force: true })
      const found = await this.store.download(objectKeys.upload(uploadId), target)
      if (!found) throw new AppError("not_found", "The uploaded file is no longer there. Upload it again.")
      await chmod(target, 0o644)
      return { path: target, sizeBytes: (await stat(target)).size }
    })
  }
}

import type { DatasetSource } from "#lib/domain/dataset.ts"

/** Where rows came from, in a few words. */
export const sourceWords = (source: DatasetSource): string =>
  source.type === "upload" ? source.filename : `s3://${source.bucket}/${source.key}`

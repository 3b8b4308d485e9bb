import type { DatasetSource } from "#lib/domain/dataset.ts"

/** Where rows came from, in a few words. */
export function sourceWords(source: DatasetSource): string {
  switch (source.type) {
    case "upload":
      return source.filename
    case "s3":
      return `s3://${source.bucket}/${source.key}`
    case "transform":
      return "a transform"
  }
}

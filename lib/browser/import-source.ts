/** Where the rows of an import come from: a file of the reader's, or one in a bucket the operator allows. */
export type ImportSource =
  | { type: "file"; file: File }
  | { type: "s3"; bucket: string; key: string; /** null where it is not known. */ sizeBytes: number | null }

export type FileSource = Extract<ImportSource, { type: "file" }>
export type S3Source = Extract<ImportSource, { type: "s3" }>

/** What it is called, without the folders. */
export const sourceName = (source: ImportSource): string =>
  source.type === "file" ? source.file.name : source.key.slice(source.key.lastIndexOf("/") + 1)

export const sourceSizeBytes = (source: ImportSource): number | null =>
  source.type === "file" ? source.file.size : source.sizeBytes

import type { DatasetId, DataVersionId, RunId, UploadId } from "./ids.ts"

/** Where things lie in the object store. Web and executor derive keys from ids; no key ever comes from outside. */
export const objectKeys = {
  dataset: (datasetId: DatasetId) => `datasets/${datasetId}/`,
  data: (datasetId: DatasetId, versionId: DataVersionId) => `datasets/${datasetId}/${versionId}/data.parquet`,
  profile: (datasetId: DatasetId, versionId: DataVersionId) => `datasets/${datasetId}/${versionId}/profile.json`,
  upload: (uploadId: UploadId) => `uploads/${uploadId}`,
  code: (sha256: string) => `code/${sha256}`,
  /** All that begin with two hexadecimal digits of a lineage. */
  resultShard: (digits: string) => `results/${digits}/`,
  resultLineage: (lineage: string) => `results/${lineage.slice(0, 2)}/${lineage}/`,
  result: ({ lineage, exact }: { lineage: string; exact: string }) =>
    `results/${lineage.slice(0, 2)}/${lineage}/${exact}`,
  log: (runId: RunId) => `logs/${runId}`,
}

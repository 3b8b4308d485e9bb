import "server-only"
import { z } from "zod"
import { DatasetSource, ImportMode } from "#lib/domain/dataset.ts"
import { ConfirmWhen } from "#lib/domain/endpoints/datasets.ts"
import { UploadId } from "#lib/domain/ids.ts"
import { ImportOptions } from "#lib/domain/job-contract.ts"

/** What an import needs to be driven, by whoever takes it over. Runs stored by older releases have the first three only. */
export const ImportRunRequest = z.object({
  /** Absent where the file is still to be fetched from its source. */
  uploadId: UploadId.optional(),
  filename: z.string(),
  options: ImportOptions,
  /** Whether the options are those of the version before, since the request gave none. */
  optionsInherited: z.boolean().default(false),
  source: DatasetSource.optional(),
  mode: ImportMode.default("replace"),
  confirm: ConfirmWhen.default("when_changed"),
})
export type ImportRunRequest = z.infer<typeof ImportRunRequest>

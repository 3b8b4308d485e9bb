import "server-only"
import type { Dataset } from "#lib/domain/dataset.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { StoredRun } from "./run-store.ts"

/** Writes down that an import was published. */
export const recordImport = (
  { id: runId, startedBy }: StoredRun,
  { id, name }: Pick<Dataset, "id" | "name">,
  rowCount: number,
): Promise<void> =>
  recordAudit({
    type: "dataset.imported",
    targetId: id,
    targetName: name,
    details: { runId, rowCount },
    onBehalfOf: startedBy,
  })

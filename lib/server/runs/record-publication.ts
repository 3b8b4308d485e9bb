import "server-only"
import type { Dataset } from "#lib/domain/dataset.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { StoredRun } from "./run-store.ts"

/** Writes down that a run was published. */
export const recordPublication = (
  { id: runId, kind, startedBy, cause, transformId }: StoredRun,
  { id, name }: Pick<Dataset, "id" | "name">,
  rowCount: number,
): Promise<void> =>
  recordAudit({
    type: kind === "transform" ? "transform.published" : "dataset.imported",
    targetId: id,
    targetName: name,
    details: { runId, rowCount, ...(transformId && { transformId, cause: cause?.type }) },
    onBehalfOf: startedBy,
  })

import "server-only"
import type { Dataset } from "#lib/domain/dataset.ts"
import { recordAudit } from "../audit/record-audit.ts"

/** Writes down that somebody took a dataset's rows along. */
export const recordExport = ({ id, name }: Pick<Dataset, "id" | "name">, version: number, format: "csv" | "parquet") =>
  recordAudit({ type: "dataset.exported", targetId: id, targetName: name, details: { version, format } })

import "server-only"
import { exportData } from "../executor/executor-client.ts"
import { attachment } from "../http/attachment.ts"
import { byteStream, STREAM_HEADERS } from "../http/respond.ts"
import { recordExport } from "./record-export.ts"
import { readDataVersion, type NamedDataVersion } from "./read-data-version.ts"

/** A data version as a CSV file, streamed. @throws AppError not_found, conflict while there is no data, unavailable. */
export async function exportCsv({ request, ...named }: NamedDataVersion & { request: Request }): Promise<Response> {
  const { dataset, dataVersion } = await readDataVersion(named)
  const headers = {
    ...STREAM_HEADERS,
    "content-type": "text/csv; charset=utf-8; header=present",
    "content-disposition": attachment(dataset.name, "csv"),
  }
  if (request.method === "HEAD") return new Response(null, { headers })
  await recordExport(dataset, dataVersion.number, "csv")
  const chunks = await exportData(
    {
      requestId: crypto.randomUUID(),
      principal: named.actor.userId,
      datasetId: dataset.id,
      dataVersionId: dataVersion.id,
    },
    request.signal,
  )
  return byteStream(chunks, { headers })
}

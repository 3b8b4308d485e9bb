import { once } from "node:events"
import { createHash } from "node:crypto"
import { createServer } from "node:http"
import { buffer, json } from "node:stream/consumers"
import { Column } from "#lib/domain/column.ts"
import { TransformRequest, type TransformEvent } from "#lib/domain/job-contract.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import type { ObjectStore } from "#lib/objects/object-store.ts"

/**
 * Speaks the executor's part of the contract where many runs are asked for and what they compute is of no interest: the
 * output is the first input's bytes. Code that begins with "fail" fails as an author's would, "busy" as an executor
 * that is full; "wait" runs until the caller goes away; "columns" is followed by the columns to report, as JSON.
 */
export async function startCopyingExecutor(objects: ObjectStore) {
  let asked = 0
  const server = createServer((request, response) => {
    void (async () => {
      const job = TransformRequest.parse(await json(request))
      asked += 1
      if (job.code.startsWith("busy")) {
        const error = { code: "unavailable", message: "The queue is full." }
        response.writeHead(503, { "content-type": "application/json" }).end(JSON.stringify({ error }))
        return
      }
      response.writeHead(200, { "content-type": "application/x-ndjson" })
      const say = (event: TransformEvent) => response.write(`${JSON.stringify(event)}\n`)
      say({ progress: { stage: "running", done: 0, total: 0 } })
      say({ log: "hello from the code\n" })
      if (job.code.startsWith("wait")) {
        await once(response, "close")
        return
      }
      if (job.code.startsWith("fail")) {
        say({ failure: { code: "execution_failed", type: "KeyError", message: "'amount'", line: 2, retryable: false } })
        response.end()
        return
      }
      const [input] = job.inputs
      const body = input && (await objects.get(objectKeys.data(input.datasetId, input.dataVersionId)))
      const bytes = body ? await buffer(body) : Buffer.from("nothing")
      await objects.put(objectKeys.data(job.datasetId, job.dataVersionId), bytes)
      const named = /^columns (.*)$/m.exec(job.code)?.[1]
      say({
        report: {
          columns: named ? Column.array().parse(JSON.parse(named)) : [{ name: "n", type: "int64" }],
          rowCount: 1,
          sizeBytes: bytes.byteLength,
          warnings: [],
          sortedBy: null,
          sha256: createHash("sha256").update(bytes).digest("hex"),
          inputRows: 1,
          peakMemoryBytes: 1000,
        },
      })
      response.end()
    })().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    /** How many runs were asked for. */
    asked: () => asked,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

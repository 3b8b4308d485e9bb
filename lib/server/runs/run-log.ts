import "server-only"
import { text } from "node:stream/consumers"
import type { RunId } from "#lib/domain/ids.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { log } from "../log.ts"
import { objectStore } from "../object-store.ts"

const MAX_CHARACTERS = 1_000_000
const WRITE_EVERY_MS = 1000
const CUT = "\n[The rest is left out: a log has room for a million characters.]\n"

/** What a run has printed so far; empty when that is nothing. */
export async function readStoredLog(runId: RunId): Promise<string> {
  const body = await objectStore().get(objectKeys.log(runId))
  return body ? text(body) : ""
}

export type RunLog = { add: (printed: string) => void; close: () => Promise<void> }

/** A run's log while it is driven: kept where whoever looks at the run can read it, a second behind. */
export async function openRunLog(runId: RunId, attempt: number): Promise<RunLog> {
  let kept = attempt > 1 ? `${await readStoredLog(runId)}\n[Attempt ${attempt}]\n` : ""
  let written = kept
  let writing: Promise<void> | null = null
  const write = async () => {
    const content = kept
    try {
      await objectStore().put(objectKeys.log(runId), Buffer.from(content, "utf8"), {
        contentType: "text/plain; charset=utf-8",
      })
      written = content
    } catch (err) {
      log.warn({ err, runId }, "a run's log could not be written")
    }
  }
  const flush = () => (writing ??= write().finally(() => (writing = null)))
  const timer = setInterval(() => kept !== written && void flush(), WRITE_EVERY_MS)
  return {
    add(printed) {
      if (kept.endsWith(CUT)) return
      kept += printed
      if (kept.length > MAX_CHARACTERS) kept = kept.slice(0, MAX_CHARACTERS) + CUT
    },
    async close() {
      clearInterval(timer)
      await writing
      if (kept !== written) await flush()
    },
  }
}

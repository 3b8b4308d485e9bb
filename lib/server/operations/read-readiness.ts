import "server-only"
import { readExecutorHealth } from "../executor/executor-client.ts"
import { objectStore } from "../object-store.ts"
import { pingDatabase } from "../db/ping-database.ts"

type Check = { ok: boolean; reason: string | null }
export type Readiness = { ok: boolean; checks: { metadata: Check; objects: Check; executor: Check } }

/** Whether everything a request may need answers; each reason is fit for anyone's eyes. */
export async function readReadiness(): Promise<Readiness> {
  const [metadata, objects, executor] = await Promise.all([
    check(pingDatabase(), "the metadata store does not answer"),
    check(objectStore().head("ready"), "the object store does not answer"),
    readExecutorHealth().then(({ ok, reason }) => ({ ok, reason })),
  ])
  return { ok: metadata.ok && objects.ok && executor.ok, checks: { metadata, objects, executor } }
}

async function check(answer: Promise<unknown>, reason: string): Promise<Check> {
  try {
    await answer
    return { ok: true, reason: null }
  } catch {
    return { ok: false, reason }
  }
}

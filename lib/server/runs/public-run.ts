import "server-only"
import { Run } from "#lib/domain/run.ts"
import type { StoredRun } from "./run-store.ts"

/** A run without its lease and request. */
export const publicRun = (run: StoredRun): Run => Run.parse(run)

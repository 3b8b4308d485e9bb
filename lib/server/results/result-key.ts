import "server-only"
import { describeResult, type ResultContext } from "#lib/domain/describe-result.ts"
import type { CardJob } from "#lib/domain/job-contract.ts"
import { sha256 } from "../auth/sha256.ts"

/** Names a result and the line of results it belongs to, by hashes. Made here of what was authorised; none comes from outside. */
export type ResultKey = { exact: string; lineage: string }

export function resultKeyOf(job: CardJob, context: ResultContext): ResultKey {
  const { exact, lineage } = describeResult(job, context)
  return { exact: sha256(exact).toString("hex"), lineage: sha256(lineage).toString("hex") }
}

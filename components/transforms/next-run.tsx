import { LocalTime } from "#components/datasets/local-time.tsx"
import type { TransformSummary } from "#lib/domain/summaries.ts"

/** When a transform will run of itself. */
export function NextRun({ transform: { nextRunAt, trigger } }: { transform: TransformSummary }) {
  if (nextRunAt === null) return trigger ? "when an input changes" : "by hand"
  return (
    <>
      <LocalTime iso={nextRunAt} withTime />
      {trigger && " or when an input changes"}
    </>
  )
}

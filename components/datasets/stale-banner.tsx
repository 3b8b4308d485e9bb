import { TriangleAlert } from "lucide-react"
import { LinkButton } from "#components/ui/link-button.tsx"
import type { Staleness } from "#lib/domain/dataset.ts"
import type { TransformRef } from "#lib/domain/transform.ts"
import { LocalTime } from "./local-time.tsx"

type StaleBannerProps = {
  stale: Staleness
  /** The transform that has failed; null when it is gone. */
  culprit: TransformRef | null
}

/** Says that the data are older than they should be, and why. */
export function StaleBanner({ stale, culprit }: StaleBannerProps) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-panel border border-warning/40 bg-warning-soft px-4 py-2.5"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />
      <p className="min-w-0 flex-1 basis-60">
        <strong className="font-medium">These data are old.</strong> {stale.reason}{" "}
        <span className="text-muted">
          Since <LocalTime iso={stale.since} withTime />.
        </span>
      </p>
      {culprit !== null && culprit.name !== null && (
        <LinkButton size="small" href={`/transforms/${culprit.id}?tab=runs`}>
          See why
        </LinkButton>
      )}
    </div>
  )
}

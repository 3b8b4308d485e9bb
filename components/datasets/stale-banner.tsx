import { TriangleAlert } from "lucide-react"
import { LinkButton } from "#components/ui/link-button.tsx"
import type { Staleness } from "#lib/domain/dataset.ts"
import type { TransformRef } from "#lib/domain/transform.ts"
import { LocalTime } from "./local-time.tsx"
import { StatusBanner } from "./status-banner.tsx"

type StaleBannerProps = {
  stale: Staleness
  /** The transform that has failed; null when it is gone. */
  culprit: TransformRef | null
}

/** Says that the data are older than they should be, and why. */
export function StaleBanner({ stale, culprit }: StaleBannerProps) {
  return (
    <StatusBanner
      tone="warning"
      icon={<TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />}
      actions={
        culprit !== null &&
        culprit.name !== null && (
          <LinkButton size="small" href={`/transforms/${culprit.id}?tab=runs`}>
            See why
          </LinkButton>
        )
      }
    >
      <strong className="font-medium">These data are old.</strong> {stale.reason}{" "}
      <span className="text-muted">
        Since <LocalTime iso={stale.since} withTime />.
      </span>
    </StatusBanner>
  )
}

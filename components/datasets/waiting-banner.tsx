import { Hourglass } from "lucide-react"
import { LinkButton } from "#components/ui/link-button.tsx"
import type { WaitingRun } from "#lib/domain/summaries.ts"
import type { TransformRef } from "#lib/domain/transform.ts"
import { LocalTime } from "./local-time.tsx"
import { StatusBanner } from "./status-banner.tsx"

type WaitingBannerProps = { run: Omit<WaitingRun, "datasetName">; maker: TransformRef }

/** Says that there are newer data, which somebody must publish since their columns would break what reads them. */
export function WaitingBanner({ run, maker }: WaitingBannerProps) {
  return (
    <StatusBanner
      tone="warning"
      icon={<Hourglass aria-hidden className="size-4 shrink-0 text-warning" />}
      actions={
        maker.name !== null && (
          <LinkButton size="small" href={`/transforms/${maker.id}?tab=runs&run=${run.runId}`}>
            Look and decide
          </LinkButton>
        )
      }
    >
      <strong className="font-medium">Newer data wait to be published.</strong> They have other columns, which would
      break what reads these.{" "}
      <span className="text-muted">
        Since <LocalTime iso={run.since} withTime />
        {maker.name === null ? "; the transform's owner decides" : ""}
        {run.confirmBy && (
          <>
            ; dropped on <LocalTime iso={run.confirmBy} withTime /> if nobody decides
          </>
        )}
        .
      </span>
    </StatusBanner>
  )
}

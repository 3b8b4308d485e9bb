import { LinkButton } from "#components/ui/link-button.tsx"
import { RelativeTime } from "#components/ui/relative-time.tsx"
import type { WaitingRun } from "#lib/domain/summaries.ts"
import { HomeSection } from "./home-section.tsx"

/** What was made and only the reader can let through; nothing while there is none. */
export function WaitingRuns({ waiting }: { waiting: readonly WaitingRun[] }) {
  if (waiting.length === 0) return null
  return (
    <HomeSection title="Waits for you">
      <ul className="divide-y rounded-panel border">
        {waiting.map(({ runId, transformId, datasetId, datasetName, since }) => (
          <li key={runId} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5">
            <p className="min-w-0 [overflow-wrap:anywhere]">
              New data of <span className="font-medium">{datasetName}</span> have other columns.{" "}
              <RelativeTime at={since} className="text-muted" />
            </p>
            <LinkButton
              size="small"
              href={transformId ? `/transforms/${transformId}?tab=runs&run=${runId}` : `/datasets/${datasetId}`}
            >
              Look and decide
            </LinkButton>
          </li>
        ))}
      </ul>
    </HomeSection>
  )
}

import { LinkButton } from "#components/ui/link-button.tsx"
import { RelativeTime } from "#components/ui/relative-time.tsx"
import type { WaitingRun } from "#lib/domain/summaries.ts"

/** What was made and only the reader can let through. */
export function WaitingRows({ waiting }: { waiting: readonly WaitingRun[] }) {
  return (
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
  )
}

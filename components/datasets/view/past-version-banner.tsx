"use client"

import { History } from "lucide-react"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import type { Dataset, DataVersion } from "#lib/domain/dataset.ts"
import { LocalTime } from "../local-time.tsx"
import { StatusBanner } from "../status-banner.tsx"
import { RestoreDialog } from "./restore-dialog.tsx"
import { useVersions } from "./use-dataset-queries.ts"

type PastVersionBannerProps = { dataset: Dataset; current: DataVersion; number: number; canEdit: boolean }

/** Says that what is seen is not what cards read. */
export function PastVersionBanner({ dataset, current, number, canEdit }: PastVersionBannerProps) {
  const versions = useVersions(dataset.id, current.number)
  const [restoring, setRestoring] = useState(false)
  const version = versions.data?.pages.flatMap(({ data }) => data).find((one) => one.number === number)
  return (
    <>
      <StatusBanner
        tone="accent"
        icon={<History aria-hidden className="size-4 shrink-0 text-accent-text" />}
        actions={
          <div className="flex gap-2">
            {version && canEdit && (
              <Button size="small" disabled={dataset.status === "importing"} onClick={() => setRestoring(true)}>
                Restore…
              </Button>
            )}
            <LinkButton size="small" href={`/datasets/${dataset.id}`}>
              Back to the current data
            </LinkButton>
          </div>
        }
      >
        You are looking at version {number}
        {version && (
          <>
            , as of <LocalTime iso={version.publishedAt} withTime />
          </>
        )}
        . Cards read version {current.number}.
      </StatusBanner>
      {version && restoring && (
        <RestoreDialog dataset={dataset} version={version} onClose={() => setRestoring(false)} />
      )}
    </>
  )
}

"use client"

import { useInfiniteQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { z } from "zod"
import { LocalTime } from "#components/datasets/local-time.tsx"
import { LANGUAGE_NAME } from "#components/editor/language-name.ts"
import { Badge } from "#components/ui/badge.tsx"
import { Button } from "#components/ui/button.tsx"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { listTransformVersions, restoreTransformVersion } from "#lib/domain/endpoints/transforms.ts"
import type { TransformDetail } from "#lib/domain/summaries.ts"

type Version = z.infer<typeof listTransformVersions.response>["data"][number]
type VersionsPaneProps = {
  transform: TransformDetail | null
  hasUnsaved: boolean
  /** The transform as it is after an earlier version was restored. */
  onRestored: (transform: TransformDetail) => void
}

const VERSIONS_PER_PAGE = 30

/** The transform as it was at each save: to look at, to have back. */
export function VersionsPane({ transform, hasUnsaved, onRestored }: VersionsPaneProps) {
  const versions = useInfiniteQuery({
    queryKey: ["transform", transform?.id, "versions", transform?.version],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ limit: String(VERSIONS_PER_PAGE), cursor: pageParam })
      return request(listTransformVersions.response, `/api/transforms/${transform?.id}/versions?${query}`, { signal })
    },
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: transform !== null,
  })
  const [looking, setLooking] = useState<Version | null>(null)
  const [restoring, setRestoring] = useState<Version | null>(null)
  if (transform === null)
    return <EmptyState title="Not saved yet" description="Each save is a version, which can be had back." />
  if (versions.isPending) return <Pending>Reading the versions…</Pending>
  if (versions.isError)
    return (
      <ErrorState
        title="The versions can’t be listed"
        description={errorMessage(versions.error)}
        onRetry={() => void versions.refetch()}
      />
    )
  const restore = async (version: Version) => {
    const path = `/api/transforms/${transform.id}/versions/${version.number}/restore`
    const { data } = await request(restoreTransformVersion.response, path, {
      method: "POST",
      ifMatch: transform.version,
    })
    onRestored(data)
  }
  return (
    <div className="flex h-full flex-col overflow-y-auto">
      <ol aria-label="Versions" className="divide-y border-b">
        {versions.data.pages
          .flatMap(({ data }) => data)
          .map((version) => (
            <li key={version.number} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
              <div className="min-w-0">
                <p className="flex items-center gap-2">
                  <span className="font-medium">Version {version.number}</span>
                  {version.number === transform.version && <Badge tone="positive">Current</Badge>}
                </p>
                <p className="text-12 text-muted">
                  saved <LocalTime iso={version.savedAt} withTime />
                </p>
              </div>
              <div className="flex gap-2">
                <Button size="small" variant="quiet" onClick={() => setLooking(version)}>
                  Look at it
                </Button>
                {transform.canEdit && version.number !== transform.version && (
                  <Button size="small" onClick={() => setRestoring(version)}>
                    Restore…
                  </Button>
                )}
              </div>
            </li>
          ))}
      </ol>
      {versions.hasNextPage && (
        <Button
          size="small"
          className="my-3 self-center"
          pending={versions.isFetchingNextPage}
          onClick={() => void versions.fetchNextPage()}
        >
          Show older versions
        </Button>
      )}
      <Dialog
        open={looking !== null}
        onOpenChange={() => setLooking(null)}
        width="large"
        title={looking && `Version ${looking.number} of “${looking.name}”`}
        description={looking && LANGUAGE_NAME[looking.language === "sql" ? "sql" : "python"]}
      >
        <pre className="overflow-x-auto rounded-panel border bg-surface-sunken p-3 text-12">{looking?.code}</pre>
      </Dialog>
      <ConfirmDialog
        open={restoring !== null}
        onOpenChange={() => setRestoring(null)}
        title={`Restore version ${restoring?.number}?`}
        description={`It is saved as a new version, with its inputs and schedule.${hasUnsaved ? " Your changes that are not saved will be gone." : ""}`}
        confirmLabel="Restore"
        destructive={hasUnsaved}
        onConfirm={async () => {
          if (restoring) await restore(restoring)
        }}
        errorMessage={errorMessage}
      />
    </div>
  )
}

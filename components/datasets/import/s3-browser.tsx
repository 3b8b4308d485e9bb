"use client"

import { FileText, Folder } from "lucide-react"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { Select } from "#components/ui/select.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { S3Source } from "#lib/browser/import-source.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import { formatSize } from "../format-size.ts"
import { LocalTime } from "../local-time.tsx"
import { useS3Objects } from "./use-s3.ts"

/** Walks through a bucket folder by folder, or jumps to a prefix that is typed. */
export function S3Browser({ buckets, onChoose }: { buckets: readonly string[]; onChoose: (source: S3Source) => void }) {
  const [bucket, setBucket] = useState(buckets[0] ?? "")
  const [prefix, setPrefix] = useState("")
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-3">
        <Field label="Bucket" className="min-w-48">
          {(control) => (
            <Select
              {...control}
              value={bucket}
              onValueChange={(next) => (setBucket(next), setPrefix(""))}
              options={buckets.map((name) => ({ value: name, label: name }))}
            />
          )}
        </Field>
        <Field label="Keys that begin with" className="min-w-56 flex-1">
          {(control) => (
            <Input
              {...control}
              value={prefix}
              placeholder="All"
              spellCheck={false}
              onChange={(event) => setPrefix(event.target.value)}
              className="font-mono text-12"
            />
          )}
        </Field>
      </div>
      <Trail bucket={bucket} prefix={prefix} onGo={setPrefix} />
      <Listing
        bucket={bucket}
        prefix={prefix}
        onFolder={setPrefix}
        onFile={(key, sizeBytes) => onChoose({ type: "s3", bucket, key, sizeBytes })}
      />
    </div>
  )
}

function Trail({ bucket, prefix, onGo }: { bucket: string; prefix: string; onGo: (prefix: string) => void }) {
  const folders = prefix.split("/").slice(0, -1)
  const parts = [
    { name: bucket, to: "" },
    ...folders.map((name, index) => ({ name, to: `${folders.slice(0, index + 1).join("/")}/` })),
  ]
  return (
    <nav aria-label="Folder" className="flex flex-wrap items-center gap-1 text-12 text-muted">
      {parts.map(({ name, to }, index) => (
        <span key={to} className="flex items-center gap-1">
          {index > 0 && <span aria-hidden>/</span>}
          <button
            type="button"
            onClick={() => onGo(to)}
            className="touch-target rounded-control px-1 hover:text-ink hover:underline"
          >
            {name || "(no name)"}
          </button>
        </span>
      ))}
    </nav>
  )
}

type ListingProps = {
  bucket: string
  prefix: string
  onFolder: (prefix: string) => void
  onFile: (key: string, sizeBytes: number) => void
}

function Listing({ bucket, prefix, onFolder, onFile }: ListingProps) {
  const locale = useLocale()
  const listing = useS3Objects(bucket, prefix)
  if (listing.isPending) return <Pending>Listing the bucket…</Pending>
  if (listing.isError)
    return (
      <ErrorState
        title="The bucket can't be listed"
        description={errorMessage(listing.error)}
        onRetry={() => void listing.refetch()}
        className="rounded-panel border"
      />
    )
  const folders = listing.data.pages.flatMap((page) => page.folders)
  const objects = listing.data.pages.flatMap((page) => page.objects)
  if (folders.length + objects.length === 0)
    return <p className="rounded-panel border p-6 text-center text-muted">Nothing here begins with “{prefix}”.</p>
  const below = (key: string) => key.slice(prefix.lastIndexOf("/") + 1)
  const row =
    "flex w-full min-h-9 items-center gap-3 px-3 py-1.5 text-left hover:bg-surface-hover pointer-coarse:min-h-11"
  return (
    <div className="max-h-[60vh] overflow-y-auto rounded-panel border">
      <ul className="divide-y">
        {folders.map((folder) => (
          <li key={folder}>
            <button type="button" className={row} onClick={() => onFolder(folder)}>
              <Folder aria-hidden className="size-4 shrink-0 text-faint" />
              <span className="min-w-0 flex-1 truncate">{below(folder)}</span>
            </button>
          </li>
        ))}
        {objects.map(({ key, sizeBytes, modifiedAt }) => (
          <li key={key}>
            <button
              type="button"
              className={`${row} disabled:text-muted`}
              disabled={sizeBytes === 0}
              onClick={() => onFile(key, sizeBytes)}
            >
              <FileText aria-hidden className="size-4 shrink-0 text-faint" />
              <span className="min-w-0 flex-1 truncate">{below(key)}</span>
              <span className="shrink-0 text-12 text-muted tabular">{formatSize(sizeBytes, locale)}</span>
              <span className="w-36 shrink-0 text-right text-12 text-muted max-sm:hidden">
                <LocalTime iso={modifiedAt} withTime />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {listing.hasNextPage && (
        <div className="border-t p-2 text-center">
          <Button size="small" pending={listing.isFetchingNextPage} onClick={() => void listing.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </div>
  )
}

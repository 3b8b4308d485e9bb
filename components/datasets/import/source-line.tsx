"use client"

import { Cloud, FileText, X } from "lucide-react"
import { Button } from "#components/ui/button.tsx"
import { sourceName, sourceSizeBytes, type ImportSource } from "#lib/browser/import-source.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import { formatSize } from "../format-size.ts"

/** The chosen file, and the way back to choosing. */
export function SourceLine({ source, onRemove }: { source: ImportSource; onRemove?: () => void }) {
  const locale = useLocale()
  const sizeBytes = sourceSizeBytes(source)
  const Icon = source.type === "s3" ? Cloud : FileText
  return (
    <div className="flex min-w-0 items-center gap-3 rounded-control border px-3 py-1.5">
      <Icon aria-hidden className="size-4 shrink-0 text-faint" />
      <p className="min-w-0 flex-1">
        <span className="block truncate font-medium">{sourceName(source)}</span>
        {source.type === "s3" && (
          <span className="block truncate text-12 text-muted">
            s3://{source.bucket}/{source.key}
          </span>
        )}
      </p>
      {sizeBytes !== null && (
        <span className="shrink-0 text-12 text-muted tabular">{formatSize(sizeBytes, locale)}</span>
      )}
      {onRemove && (
        <Button size="small" variant="quiet" onClick={onRemove}>
          <X aria-hidden />
          <span className="max-sm:sr-only">Choose another file</span>
        </Button>
      )}
    </div>
  )
}

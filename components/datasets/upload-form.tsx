"use client"

import { FileText, X } from "lucide-react"
import { useRouter } from "next/navigation"
import { useEffect, type ReactNode } from "react"
import { Button } from "#components/ui/button.tsx"
import { Field } from "#components/ui/field.tsx"
import { IconButton } from "#components/ui/icon-button.tsx"
import { Input } from "#components/ui/input.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { ProgressBar } from "#components/ui/progress-bar.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import { FileDrop } from "./file-drop.tsx"
import { formatSize } from "./format-size.ts"
import { ImportFailure } from "./import-failure.tsx"
import { ImportProgress } from "./import-progress.tsx"
import type { ChosenFile } from "./upload-state.ts"
import { useUpload, type Upload } from "./use-upload.ts"

/** From a file to a dataset's page. `datasetId`: new data for that dataset. */
export function UploadForm({ datasetId }: { datasetId?: DatasetId }) {
  const upload = useUpload(datasetId)
  const router = useRouter()
  const { state } = upload
  const finishedId = state.step === "succeeded" ? state.datasetId : null
  useEffect(() => {
    if (finishedId === null) return
    router.push(`/datasets/${finishedId}`)
    router.refresh()
  }, [finishedId, router])

  switch (state.step) {
    case "choosing":
      return (
        <FileDrop
          onFile={upload.choose}
          onSeveral={() => upload.refuse("One file at a time: each becomes a dataset of its own.")}
          problem={state.problem}
        />
      )
    case "ready":
      return <ReadyForm upload={upload} chosen={state} notice={state.notice} asksName={datasetId === undefined} />
    case "uploading":
      return (
        <Progress chosen={state}>
          <Sending sentBytes={state.sentBytes} totalBytes={state.totalBytes} onCancel={upload.cancel} />
        </Progress>
      )
    case "importing":
      return (
        <Progress chosen={state}>
          <ImportProgress run={state.run} />
          <p className="mt-3 text-12 text-muted">
            You may leave this page: the import goes on, and the dataset's page shows how it stands.
          </p>
        </Progress>
      )
    case "failed":
      return (
        <div className="flex flex-col gap-4">
          <FileLine chosen={state} onRemove={upload.remove} />
          <ImportFailure failure={state.failure} />
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" onClick={upload.remove}>
              Choose another file
            </Button>
            <Button onClick={upload.start}>Try again</Button>
            {state.datasetId && (
              <LinkButton href={`/datasets/${state.datasetId}`} variant="quiet">
                Go to the dataset
              </LinkButton>
            )}
          </div>
        </div>
      )
    case "succeeded":
      return <Pending>Imported. Opening the dataset…</Pending>
  }
}

function ReadyForm({
  upload,
  chosen,
  notice,
  asksName,
}: {
  upload: Upload
  chosen: ChosenFile
  notice?: string | undefined
  asksName: boolean
}) {
  const isNamed = chosen.name.trim() !== ""
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (isNamed) upload.start()
      }}
    >
      <FileLine chosen={chosen} onRemove={upload.remove} />
      {asksName && (
        <Field label="Name" error={isNamed ? undefined : "Give the dataset a name."}>
          {(control) => (
            <Input
              {...control}
              value={chosen.name}
              maxLength={200}
              autoFocus
              onChange={(event) => upload.rename(event.target.value)}
            />
          )}
        </Field>
      )}
      {notice && (
        <p role="status" className="text-13 text-muted">
          {notice}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={!isNamed}>
          Upload
        </Button>
        <Button onClick={upload.remove}>Choose another file</Button>
      </div>
    </form>
  )
}

function Progress({ chosen, children }: { chosen: ChosenFile; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-4">
      <FileLine chosen={chosen} />
      <div>{children}</div>
    </div>
  )
}

function Sending({ sentBytes, totalBytes, onCancel }: { sentBytes: number; totalBytes: number; onCancel: () => void }) {
  const locale = useLocale()
  const isSent = totalBytes > 0 && sentBytes >= totalBytes
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        <div className="mb-1.5 flex flex-wrap justify-between gap-x-4" role="status">
          <span>{isSent ? "Sent. The server is storing the file…" : "Sending the file…"}</span>
          <span className="text-muted tabular">
            {formatSize(sentBytes, locale)} of {formatSize(totalBytes, locale)}
          </span>
        </div>
        <ProgressBar label="Sending the file" fraction={totalBytes > 0 ? sentBytes / totalBytes : null} />
      </div>
      <Button size="small" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}

function FileLine({ chosen, onRemove }: { chosen: ChosenFile; onRemove?: () => void }) {
  const locale = useLocale()
  return (
    <div className="flex items-center gap-3 rounded-control border px-3 py-2">
      <FileText aria-hidden className="size-4 shrink-0 text-faint" />
      <span className="min-w-0 flex-1 truncate font-medium">{chosen.file.name}</span>
      <span className="text-12 text-muted tabular">{formatSize(chosen.file.size, locale)}</span>
      {onRemove && <IconButton size="small" label="Remove the file" icon={<X aria-hidden />} onClick={onRemove} />}
    </div>
  )
}

"use client"

import { FileUp } from "lucide-react"
import { useId, useRef, useState, type DragEvent } from "react"
import { Button } from "#components/ui/button.tsx"
import { classNames } from "#components/ui/class-names.ts"
import { useOnOpening } from "#lib/browser/use-on-opening.ts"

type FileDropProps = { onFile: (file: File) => void; onSeveral: () => void; problem?: string | undefined }

/** A place to drop one file on, and a button for those who don't drag. */
export function FileDrop({ onFile, onSeveral, problem }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const problemId = useId()

  const take = (files: FileList | null) => {
    const [file, ...others] = files ?? []
    if (others.length > 0) onSeveral()
    else if (file) onFile(file)
  }
  // One that was chosen before the page had come alive.
  useOnOpening(() => {
    if (input.current?.files?.length) take(input.current.files)
  })
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }

  return (
    <div
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classNames(
        "flex flex-col items-center gap-3 rounded-panel border border-dashed border-line-control px-6 py-12 text-center transition-colors duration-(--duration-quick)",
        over && "border-accent bg-accent-soft",
        problem && "border-negative",
      )}
    >
      <FileUp aria-hidden className="size-6 stroke-[1.5] text-faint" />
      <div>
        <p className="text-14 font-medium">Drop a file here</p>
        <p className="mt-0.5 text-13 text-muted">
          CSV, TSV or Parquet, also as .gz. You see how it is read before anything is imported.
        </p>
      </div>
      <Button
        variant="primary"
        onClick={() => input.current?.click()}
        aria-describedby={problem ? problemId : undefined}
      >
        Choose a file
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,.gz,.parquet,text/csv,text/tab-separated-values,text/plain"
        className="sr-only"
        tabIndex={-1}
        aria-label="File to import"
        onChange={(event) => {
          take(event.target.files)
          // The same file, once corrected, may be chosen again.
          event.target.value = ""
        }}
      />
      {problem && (
        <p id={problemId} role="alert" className="text-13 text-negative">
          {problem}
        </p>
      )}
    </div>
  )
}

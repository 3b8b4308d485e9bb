"use client"

import { useState } from "react"
import { SegmentedControl } from "#components/ui/segmented-control.tsx"
import type { ImportSource } from "#lib/browser/import-source.ts"
import { FileDrop } from "./file-drop.tsx"
import { S3Browser } from "./s3-browser.tsx"
import { useS3Buckets } from "./use-s3.ts"

type SourcePickerProps = {
  onChoose: (source: ImportSource) => void
  onRefuse: (problem: string) => void
  problem: string | undefined
}

/** A file of one's own, or one in a bucket; buckets only show where the operator allows some. */
export function SourcePicker({ onChoose, onRefuse, problem }: SourcePickerProps) {
  const buckets = useS3Buckets()
  const [place, setPlace] = useState<"file" | "s3">("file")
  const hasBuckets = buckets.data !== undefined && buckets.data.length > 0
  return (
    <div className="flex flex-col gap-4">
      {hasBuckets && (
        <SegmentedControl
          label="Where the file is"
          value={place}
          onValueChange={setPlace}
          options={[
            { value: "file", label: "On this computer" },
            { value: "s3", label: "In S3" },
          ]}
          className="self-start"
        />
      )}
      {place === "s3" && hasBuckets ? (
        <S3Browser buckets={buckets.data} onChoose={onChoose} />
      ) : (
        <FileDrop
          onFile={(file) => onChoose({ type: "file", file })}
          onSeveral={() => onRefuse("One file at a time: each becomes a dataset of its own.")}
          problem={problem}
        />
      )}
    </div>
  )
}

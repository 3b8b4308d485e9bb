"use client"

import { SegmentedControl } from "#components/ui/segmented-control.tsx"
import type { Reader, Ownership } from "./ownership.ts"

type OwnershipFilterProps = { reader: Reader; value: Ownership; onChange: (value: Ownership) => void }

/** Narrows a list to one's own things or others'. */
export function OwnershipFilter({ reader, value, onChange }: OwnershipFilterProps) {
  return (
    <SegmentedControl
      label="Whose"
      value={value}
      onValueChange={onChange}
      options={[
        { value: "all", label: "All" },
        { value: "mine", label: "Mine" },
        // An admin sees what nobody has shared with them.
        { value: "others", label: reader.role === "admin" ? "Others’" : "Shared with me" },
      ]}
    />
  )
}

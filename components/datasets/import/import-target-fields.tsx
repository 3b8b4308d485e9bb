"use client"

import { Checkbox } from "#components/ui/checkbox.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { SegmentedControl } from "#components/ui/segmented-control.tsx"
import type { Draft, ImportEvent } from "./import-state.ts"

type ImportTargetFieldsProps = { draft: Draft; isNew: boolean; dispatch: (event: ImportEvent) => void }

/** What becomes of the rows: a new dataset's name, or how they join the data there is. */
export function ImportTargetFields({ draft, isNew, dispatch }: ImportTargetFieldsProps) {
  if (isNew) {
    return (
      <Field
        label="Name"
        error={draft.name.trim() === "" ? "Give the dataset a name." : undefined}
        className="max-w-md flex-1 basis-64"
      >
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            maxLength={200}
            onChange={(event) => dispatch({ type: "named", name: event.target.value })}
          />
        )}
      </Field>
    )
  }
  return (
    <div className="flex flex-1 basis-64 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <SegmentedControl
          label="What becomes of the rows there are"
          value={draft.mode}
          onValueChange={(mode) => dispatch({ type: "mode-changed", mode })}
          options={[
            { value: "replace", label: "Replace" },
            { value: "append", label: "Append" },
          ]}
        />
        <p className="text-12 text-muted">
          {draft.mode === "replace"
            ? "The file's rows take the place of those there are."
            : "The file's rows follow those there are; columns are matched by name."}
        </p>
      </div>
      <Checkbox
        label="Ask me before publishing, even when the columns are the same"
        checked={draft.alwaysConfirm}
        onCheckedChange={(alwaysConfirm) => dispatch({ type: "confirm-changed", alwaysConfirm })}
      />
    </div>
  )
}

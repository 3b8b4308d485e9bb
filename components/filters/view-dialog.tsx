"use client"

import { type FormEvent, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Checkbox } from "#components/ui/checkbox.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { SegmentedControl } from "#components/ui/segmented-control.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { FilterView } from "#lib/domain/filter-view.ts"

type ViewFields = Pick<FilterView, "name" | "scope" | "isDefault">

type ViewDialogProps = {
  /** The view to be renamed; undefined for a new one. */
  view?: FilterView
  canShare: boolean
  onSave: (fields: ViewFields) => Promise<void>
  onClose: () => void
}

/** Names a state of the filters: a new view, or one there is. */
export function ViewDialog({ view, canShare, onSave, onClose }: ViewDialogProps) {
  const [fields, setFields] = useState<ViewFields>({
    name: view?.name ?? "",
    scope: view?.scope ?? "personal",
    isDefault: view?.isDefault ?? false,
  })
  const [state, setState] = useState<"idle" | "pending" | { failed: string }>("idle")
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (fields.name.trim() === "") {
      setState({ failed: "Give the view a name." })
      return
    }
    setState("pending")
    try {
      await onSave({ ...fields, name: fields.name.trim() })
      onClose()
    } catch (error) {
      setState({ failed: errorMessage(error) })
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="small"
      title={view ? "Rename the view" : "Save as a new view"}
      description={view ? undefined : "Keeps the filters as they are now, under a name."}
    >
      <form className="flex flex-col gap-4" onSubmit={(event) => void save(event)}>
        <Field label="Name" error={typeof state === "object" ? state.failed : undefined}>
          {(control) => (
            <Input
              {...control}
              maxLength={100}
              value={fields.name}
              onChange={(event) => {
                setFields({ ...fields, name: event.target.value })
                setState("idle")
              }}
            />
          )}
        </Field>
        {!view && canShare && (
          <SegmentedControl
            label="For whom"
            value={fields.scope}
            onValueChange={(scope) => setFields({ ...fields, scope })}
            options={[
              { value: "personal", label: "Only me" },
              { value: "shared", label: "All readers" },
            ]}
          />
        )}
        {!view && (
          <Checkbox
            checked={fields.isDefault}
            onCheckedChange={(isDefault) => setFields({ ...fields, isDefault })}
            label={
              fields.scope === "shared"
                ? "Open the dashboard with it, unless a reader has a default of their own"
                : "Open the dashboard with it"
            }
          />
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={state === "pending"}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

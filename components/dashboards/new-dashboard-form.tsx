"use client"

import { useRouter } from "next/navigation"
import { type SubmitEvent, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Textarea } from "#components/ui/textarea.tsx"
import { request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { dataOf } from "#lib/domain/api.ts"
import { DashboardDetail } from "#lib/domain/summaries.ts"

type FormState = { kind: "idle" } | { kind: "saving" } | { kind: "failed"; message: string }

/** Names a dashboard, then goes on to fill it. */
export function NewDashboardForm() {
  const router = useRouter()
  const [name, setName] = useState("")
  const [description, setDescription] = useState("")
  const [state, setState] = useState<FormState>({ kind: "idle" })

  const create = async (event: SubmitEvent) => {
    event.preventDefault()
    if (name.trim() === "") {
      setState({ kind: "failed", message: "Give the dashboard a name." })
      return
    }
    setState({ kind: "saving" })
    try {
      const { data } = await request(dataOf(DashboardDetail), "/api/dashboards", { body: { name, description } })
      router.push(`/dashboards/${data.id}/edit`)
    } catch (error) {
      setState({ kind: "failed", message: errorMessage(error) })
    }
  }

  return (
    <form onSubmit={(event) => void create(event)} className="flex max-w-md flex-col gap-4">
      <Field label="Name" error={state.kind === "failed" ? state.message : undefined}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label="Description" optional>
        {(control) => (
          <Textarea {...control} value={description} onChange={(event) => setDescription(event.target.value)} />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" pending={state.kind === "saving"}>
          Create and add cards
        </Button>
        <LinkButton href="/dashboards" variant="quiet">
          Cancel
        </LinkButton>
      </div>
    </form>
  )
}

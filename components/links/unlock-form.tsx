"use client"

import { type SubmitEvent, useState } from "react"
import { z } from "zod"
import { Button } from "#components/ui/button.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { dataOf } from "#lib/domain/api.ts"
import { linkPath } from "./link-requests.ts"

const Unlocked = dataOf(z.object({ unlockToken: z.string() }))

type UnlockFormProps = { token: string; onUnlocked: (unlockToken: string) => Promise<void> }
type State = { kind: "idle" } | { kind: "pending" } | { kind: "failed"; message: string }

/** Asks for a link's password. What stands for it stays in the page's memory: a reload asks again. */
export function UnlockForm({ token, onUnlocked }: UnlockFormProps) {
  const [state, setState] = useState<State>({ kind: "idle" })
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const password = String(new FormData(form).get("password"))
    setState({ kind: "pending" })
    try {
      const { data } = await request(Unlocked, `${linkPath(token)}/unlock`, { body: { password } })
      await onUnlocked(data.unlockToken)
    } catch (error) {
      setState({ kind: "failed", message: errorMessage(error) })
      form.querySelector("input")?.select()
    }
  }
  return (
    <div className="flex min-h-64 justify-center px-4 pt-[12vh] pb-8">
      {/* method=post: if scripts are late, the password must not end up in the address. */}
      <form
        method="post"
        onSubmit={(event) => void submit(event)}
        className="flex w-full max-w-88 flex-col gap-4 self-start rounded-panel border bg-surface p-6"
      >
        <h1 className="text-16 font-semibold">This dashboard asks for a password</h1>
        <Field label="Password" error={state.kind === "failed" ? state.message : undefined}>
          {(control) => <Input {...control} name="password" type="password" required maxLength={200} autoFocus />}
        </Field>
        <Button type="submit" variant="primary" pending={state.kind === "pending"}>
          Open
        </Button>
      </form>
    </div>
  )
}

"use client"

import { type SubmitEvent, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { signIn } from "#lib/browser/session.ts"
import { FormError } from "./form-error.tsx"
import { type SignInProblem, signInProblem } from "./sign-in-problem.ts"

type State = { kind: "idle" } | { kind: "pending" } | { kind: "failed"; problem: SignInProblem }

/** `next` is a path of this site. */
export function SignInForm({ next, autoFocus }: { next: string; autoFocus: boolean }) {
  const [state, setState] = useState<State>({ kind: "idle" })

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form)
    setState({ kind: "pending" })
    const outcome = await signIn("credentials", {
      email: String(fields.get("email")),
      password: String(fields.get("password")),
    })
    // A full load, so that nothing of an earlier reader stays in memory.
    if (outcome === "signed-in") return location.assign(next)
    setState({ kind: "failed", problem: outcome })
    form.querySelector<HTMLInputElement>("input[name=password]")?.select()
  }

  return (
    // method=post: if scripts are late, the password must not end up in the address.
    <form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError>{state.kind === "failed" ? signInProblem(state.problem) : undefined}</FormError>
      <Field label="E-mail">
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="username" required autoFocus={autoFocus} />
        )}
      </Field>
      <Field label="Password">
        {(control) => <Input {...control} name="password" type="password" autoComplete="current-password" required />}
      </Field>
      <Button type="submit" variant="primary" pending={state.kind === "pending"}>
        Sign in
      </Button>
    </form>
  )
}

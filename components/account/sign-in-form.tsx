"use client"

import { signIn } from "next-auth/react"
import { type SubmitEvent, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { FormError } from "./form-error.tsx"
import { signInProblem } from "./sign-in-problem.ts"

type SignInFormProps = {
  /** A path of this site. */
  next: string
  /** What went wrong before this page, by next-auth's code. */
  problem: string | undefined
}

type State = { kind: "idle" } | { kind: "pending" } | { kind: "refused"; problem: string }

export function SignInForm({ next, problem }: SignInFormProps) {
  const [state, setState] = useState<State>(problem === undefined ? { kind: "idle" } : { kind: "refused", problem })

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form)
    setState({ kind: "pending" })
    const code = await trySignIn(String(fields.get("email")), String(fields.get("password")))
    // A full load, so that nothing of an earlier reader stays in memory.
    if (code === null) return location.assign(next)
    setState({ kind: "refused", problem: code })
    form.querySelector<HTMLInputElement>("input[name=password]")?.select()
  }

  return (
    // method=post: if scripts are late, the password must not end up in the address.
    <form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError>{state.kind === "refused" ? signInProblem(state.problem) : undefined}</FormError>
      <Field label="E-mail">
        {(control) => (
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- signing in is all there is to do here
          <Input {...control} name="email" type="email" autoComplete="username" required autoFocus />
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

/** null when it worked, or next-auth's code for why not. */
async function trySignIn(email: string, password: string): Promise<string | null> {
  try {
    const result = await signIn("credentials", { email, password, redirect: false })
    return result?.ok ? null : (result?.error ?? "unavailable")
  } catch {
    return "unavailable"
  }
}

"use client"

import { LogIn } from "lucide-react"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { leaveForIssuer } from "#lib/browser/session.ts"
import { FormError } from "./form-error.tsx"

type IssuerButtonProps = {
  /** What people call where they sign in. */
  name: string
  /** A path of this site. */
  next: string
  /** Why the last attempt came back. */
  problem: string | undefined
}

/** The way to the organisation's own sign-in, and back. */
export function IssuerButton({ name, next, problem }: IssuerButtonProps) {
  const [state, setState] = useState<"idle" | "leaving" | "failed">("idle")
  const leave = () => {
    setState("leaving")
    leaveForIssuer(next).catch(() => setState("failed"))
  }
  return (
    <div className="flex flex-col gap-4">
      <FormError>
        {state === "failed" ? `Signing in with ${name} can't be reached right now. Try again in a moment.` : problem}
      </FormError>
      <Button variant="primary" pending={state === "leaving"} onClick={leave}>
        {state !== "leaving" && <LogIn aria-hidden />}
        Sign in with {name}
      </Button>
      <p className="flex items-center gap-3 text-12 text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or with a password
      </p>
    </div>
  )
}

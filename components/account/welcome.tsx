"use client"

import { useEffect, useRef, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { TextLink } from "#components/ui/text-link.tsx"
import { signIn } from "#lib/browser/session.ts"

type State = "signing-in" | "refused" | "unavailable"

/** Trades the one-time link for a session. By script, so that a program that merely looks at the link doesn't use it up. */
export function Welcome({ token }: { token: string }) {
  const [state, setState] = useState<State>("signing-in")
  const tried = useRef(false)

  useEffect(() => {
    // Development runs effects twice; the link works once.
    if (tried.current) return
    tried.current = true
    void enter(token).then(setState)
  }, [token])

  switch (state) {
    case "signing-in":
      return <Pending className="justify-start p-0">Signing you in…</Pending>
    case "refused":
      return <UsedLink />
    case "unavailable":
      return (
        <div role="alert" className="flex flex-col items-start gap-3">
          <p>Cardloom can't be reached right now. The link still works: try again in a moment.</p>
          <Button
            onClick={() => {
              setState("signing-in")
              void enter(token).then(setState)
            }}
          >
            Try again
          </Button>
        </div>
      )
  }
}

export function UsedLink() {
  return (
    <div className="flex flex-col gap-3 text-muted" role="alert">
      <p className="text-ink">This link has been used, has expired, or a newer one has replaced it. Each works once.</p>
      <p>
        If you have set a password, <TextLink href="/sign-in">sign in with it</TextLink>. If not, ask an administrator
        for a new link.
      </p>
      <p>
        If you are starting Cardloom for the first time, start it again: as long as no administrator has a password,{" "}
        <code>npm start</code> prints a new link.
      </p>
    </div>
  )
}

/** Stays "signing-in" when it worked: the page is about to be left. */
async function enter(token: string): Promise<State> {
  const outcome = await signIn("setup-token", { token })
  if (outcome === "refused") return "refused"
  if (outcome !== "signed-in") return "unavailable"
  // There, whoever was invited chooses a password.
  location.replace("/welcome")
  return "signing-in"
}

"use client"

import { Button } from "#components/ui/button.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { notify } from "#components/ui/notify.ts"
import { signOut } from "#lib/browser/session.ts"

/** For who opens a link that signs in while signed in: nobody is to become somebody else without noticing. */
export function OtherAccount({ name }: { name: string }) {
  const leave = async () => {
    try {
      await signOut()
      location.reload()
    } catch {
      notify.failed("You could not be signed out. Check your connection, then try again.")
    }
  }
  return (
    <div className="flex flex-col gap-4">
      <p>
        You are signed in as <strong className="font-medium">{name}</strong>. This link signs in once, and may be meant
        for somebody else. It has not been used.
      </p>
      <div className="flex flex-wrap gap-2">
        <LinkButton href="/" variant="primary">
          Go on as {name}
        </LinkButton>
        <Button onClick={() => void leave()}>Sign out and use the link</Button>
      </div>
    </div>
  )
}

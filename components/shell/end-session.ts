"use client"

import { notify } from "#components/ui/notify.ts"
import { signOut } from "#lib/browser/session.ts"

/** Signs out, and leaves by a full load so that nothing of this reader stays in memory. */
export async function endSession(): Promise<void> {
  try {
    await signOut()
    location.assign("/sign-in")
  } catch {
    notify.failed("You could not be signed out. Check your connection, then try again.")
  }
}

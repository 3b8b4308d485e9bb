import type { SignInOutcome } from "#lib/browser/session.ts"
import { OidcRefusal } from "#lib/domain/oidc-refusal.ts"

export type SignInProblem = Exclude<SignInOutcome, "signed-in">

/** Words for the reason in the address that a sign-in elsewhere has led back to; undefined when there is none. */
export function returnedProblem(code: string | undefined, issuerName: string): string | undefined {
  if (code === undefined) return undefined
  switch (OidcRefusal.safeParse(code).data) {
    case "oidc_disabled":
      return "Your account here is disabled. Ask an administrator to enable it."
    case "oidc_no_address":
      return `Signing in with ${issuerName} gave no e-mail address, which an account needs. Ask an administrator to have it sent along.`
    case "oidc_unverified":
      return `Your e-mail address is not verified at ${issuerName}. Verify it there, then try again.`
    case "oidc_address_taken":
      return "There is an account with your e-mail address, and it can't be told that it is yours. Sign in to it with its password, or ask an administrator."
    case "oidc_unreadable":
      return `What ${issuerName} says of you could not be read. Ask an administrator to check its settings.`
    case undefined:
      return `Signing in with ${issuerName} did not work. Try again; if it goes on, ask an administrator.`
  }
}

/** Words for why a sign-in failed. */
export function signInProblem(problem: SignInProblem): string {
  switch (problem) {
    case "refused":
      return "That e-mail address and password don't go together. Check both, then try again."
    case "rate_limited":
      return "Too many failed sign-ins. Wait a few minutes, then try again; nothing is locked for good."
    case "unavailable":
      return "Signing in doesn't work right now. Try again in a moment."
  }
}

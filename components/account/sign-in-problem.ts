import type { SignInOutcome } from "#lib/browser/session.ts"

export type SignInProblem = Exclude<SignInOutcome, "signed-in">

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

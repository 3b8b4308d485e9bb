/** Words for the code next-auth hands over when a sign-in fails. */
export function signInProblem(code: string): string {
  switch (code) {
    case "CredentialsSignin":
      return "That e-mail address and password don't go together. Check both, then try again."
    case "rate_limited":
      return "Too many failed sign-ins. Wait a few minutes, then try again; nothing is locked for good."
    case "SessionRequired":
      return "Your session has ended. Sign in to go on."
    default:
      return "Signing in doesn't work right now. Try again in a moment."
  }
}

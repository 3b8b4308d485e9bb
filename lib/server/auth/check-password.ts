import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { passwordProblem } from "#lib/domain/password-policy.ts"

/** @throws AppError validation_failed for a password that is easily guessed; `field` is its name in the body. */
export function checkPassword(password: string, email: string, field: string): void {
  const message = passwordProblem(password, email)
  if (message) throw new AppError("validation_failed", message, { details: [{ path: ["body", field], message }] })
}

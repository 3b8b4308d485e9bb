import type { FieldValues, Path, UseFormSetError } from "react-hook-form"
import { errorMessage } from "#lib/browser/error-message.ts"
import { fieldErrors } from "#lib/browser/field-errors.ts"

/** Puts a refusal beside the fields it is about, or else above the form. */
export function showFailure<Fields extends FieldValues>(
  setError: UseFormSetError<Fields>,
  error: unknown,
  fields: readonly Path<Fields>[],
): void {
  const byField = fieldErrors(error)
  const known = fields.filter((field) => byField[field] !== undefined)
  for (const field of known) setError(field, { message: byField[field] ?? "" }, { shouldFocus: true })
  if (known.length === 0) setError("root", { message: errorMessage(error) })
}

import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { ErrorEnvelope } from "#lib/domain/api.ts"

/** The one envelope of every failure. What is not an AppError says nothing of itself. */
export function errorResponse(error: unknown, requestId: string): Response {
  const known =
    error instanceof AppError
      ? error
      : new AppError(
          "internal",
          "Something went wrong on our side. If it happens again, tell the operator the request id.",
        )
  const body: ErrorEnvelope = {
    error: {
      code: known.code,
      message: known.message,
      ...(known.details === undefined ? {} : { details: known.details }),
      requestId,
    },
  }
  const headers = new Headers({ "cache-control": "no-store", "x-request-id": requestId })
  if (known.retryAfterSeconds !== undefined) headers.set("retry-after", String(Math.ceil(known.retryAfterSeconds)))
  if (known.code === "unauthorized") headers.set("www-authenticate", "Bearer")
  return Response.json(body, { status: known.status, headers })
}

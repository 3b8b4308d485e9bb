import { AppError } from "#lib/domain/app-error.ts"
import { errorResponse } from "#lib/server/http/error-response.ts"
import { addSecurityHeaders } from "#lib/server/http/security-headers.ts"

/** Paths no route answers get the envelope too, not a page. */
function refuse(): Response {
  const missing = new AppError("not_found", "There is no such route; see /api/openapi.json.")
  const response = errorResponse(missing, crypto.randomUUID())
  addSecurityHeaders(response.headers)
  return response
}

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT }

import { AppError } from "#lib/domain/app-error.ts"
import { errorResponse } from "#lib/server/http/error-response.ts"

/** Paths no route answers get the envelope too, not a page. */
const refuse = (): Response =>
  errorResponse(new AppError("not_found", "There is no such route; see /api/openapi.json."), crypto.randomUUID())

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT }

import "server-only"
import { NextRequest } from "next/server"
import { AppError } from "#lib/domain/app-error.ts"
import { withRequestContext } from "../audit/request-context.ts"
import { clientAddress } from "../auth/client-address.ts"
import { log } from "../log.ts"
import { webEnv } from "../web-env.ts"
import { errorResponse } from "./error-response.ts"
import { readCapped } from "./parse-request.ts"
import { refuseForeignOrigin } from "./refuse-foreign-origin.ts"
import { addSecurityHeaders } from "./security-headers.ts"

const MAX_BODY_BYTES = 64 * 1024

/**
 * For the routes of the sign-in library, which take a request as it comes: bounds the body, refuses forged posts, and
 * answers failures in the envelope.
 */
export async function guardAuthRoute(
  request: NextRequest,
  answer: (request: NextRequest) => Promise<Response>,
): Promise<Response> {
  const requestId = crypto.randomUUID()
  const context = { requestId, address: clientAddress(request.headers), actor: null }
  let response: Response
  try {
    response = await withRequestContext(context, async () => answer(await checked(request)))
  } catch (error) {
    if (!(error instanceof AppError)) log.error({ requestId, err: error }, "a sign-in request failed")
    response = errorResponse(error, requestId)
  }
  addSecurityHeaders(response.headers)
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store")
  return response
}

async function checked(request: NextRequest): Promise<NextRequest> {
  if (request.method !== "POST") return request
  // Scripts send neither header, and have no cookie that another site could ride on; the library checks its own token.
  if (request.headers.has("origin") || request.headers.has("sec-fetch-site"))
    refuseForeignOrigin(request.headers, webEnv().CARDLOOM_URL)
  const body = await readCapped(request, MAX_BODY_BYTES)
  const { url, method, headers } = request
  return new NextRequest(url, { method, headers, body: new TextDecoder().decode(body) })
}

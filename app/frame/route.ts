import { frameContentSecurityPolicy, frameDocument } from "#components/frames/frame-document.ts"
import { ownOrigins } from "#lib/domain/own-origins.ts"
import { webEnv } from "#lib/server/web-env.ts"

export const dynamic = "force-dynamic"

/** The page inside every sandboxed frame. It needs no session and holds no data. */
export function GET(): Response {
  return new Response(frameDocument, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": frameContentSecurityPolicy(ownOrigins(webEnv().CARDLOOM_URL)),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "private, max-age=300",
    },
  })
}

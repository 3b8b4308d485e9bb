import { frameContentSecurityPolicy, frameDocument } from "#components/frames/frame-document.ts"

export const dynamic = "force-dynamic"

/** The page inside every sandboxed frame. It needs no session and holds no data. */
export function GET(request: Request): Response {
  return new Response(frameDocument, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": frameContentSecurityPolicy(appOriginOf(request)),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "private, max-age=300",
    },
  })
}

/** The public origin as the operator states it; else as the browser asked for it. */
function appOriginOf(request: Request): string {
  const stated = process.env.CARDLOOM_URL
  if (stated) return new URL(stated).origin
  const { protocol, host } = new URL(request.url)
  return new URL(`${protocol}//${request.headers.get("host") ?? host}`).origin
}

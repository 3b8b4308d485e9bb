import { NextResponse, type NextRequest } from "next/server"

/**
 * Gives each page its Content-Security-Policy with a fresh nonce, and says who may frame it. Who may see a page is decided in the page, never here.
 * API routes stay out of it: with a middleware, Next would hold uploads in memory and cut them off.
 */
export async function middleware(request: NextRequest): Promise<NextResponse> {
  const nonce = crypto.randomUUID().replaceAll("-", "")
  const { pathname } = request.nextUrl
  const framedBy = await framingSources(pathname)
  const policy = contentSecurityPolicy(nonce, framedBy, process.env.NODE_ENV === "development")
  const headers = new Headers(request.headers)
  headers.set("x-nonce", nonce)
  headers.set("content-security-policy", policy)
  headers.set("x-cardloom-path", pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set("content-security-policy", policy)
  response.headers.set("x-content-type-options", "nosniff")
  const isPublic = /^\/(share|embed)\//.test(pathname)
  response.headers.set("referrer-policy", isPublic ? "no-referrer" : "same-origin")
  // It can't name origins: where some may frame the page, only the policy speaks.
  if (framedBy === null) response.headers.set("x-frame-options", "DENY")
  if (isPublic) {
    response.headers.set("cache-control", "no-store")
    response.headers.set("x-robots-tag", "noindex, nofollow")
  }
  if (process.env.CARDLOOM_URL?.startsWith("https:"))
    response.headers.set("strict-transport-security", "max-age=31536000")
  return response
}

/** Who may frame a page, as sources of a policy; null = nobody. Only an embedded link's page can be framed. */
async function framingSources(pathname: string): Promise<string | null> {
  const token = /^\/embed\/([^/]+)$/.exec(pathname)?.[1]
  if (token === undefined) return null
  const { embeddersOf } = await import("#lib/server/links/open-link.ts")
  const { framingOrigins } = await import("#lib/server/links/page-link.ts")
  // Where it can't be read nobody frames the page, which says so itself.
  const allowed = await embeddersOf(token).catch(() => [])
  // Nothing opens: the page that says so holds nothing, and is better than an empty frame.
  return allowed ? framingOrigins(allowed).join(" ") : "*"
}

/**
 * 'wasm-unsafe-eval' is for reading Parquet in the browser, blob workers and inline styles for the code editor;
 * frame-src keeps a card's frame from navigating itself away with data in the address.
 */
function contentSecurityPolicy(nonce: string, framedBy: string | null, development: boolean): string {
  return [
    "default-src 'self'",
    // The development server's hot reload evaluates code.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "frame-src 'self'",
    `frame-ancestors ${framedBy ?? "'none'"}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ")
}

export const config = {
  // Who may frame a link's page is in the database.
  runtime: "nodejs",
  matcher: ["/((?!api/|_next/static|_next/image|vendor/|frame$|favicon.ico|icon).*)"],
}

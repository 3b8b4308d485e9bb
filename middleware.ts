import { NextResponse, type NextRequest } from "next/server"

/**
 * Gives each page its Content-Security-Policy with a fresh nonce. Who may see a page is decided in the page, never here.
 * API routes stay out of it: with a middleware, Next would hold uploads in memory and cut them off.
 */
export function middleware(request: NextRequest): NextResponse {
  const nonce = crypto.randomUUID().replaceAll("-", "")
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === "development")
  const headers = new Headers(request.headers)
  headers.set("x-nonce", nonce)
  headers.set("content-security-policy", policy)
  headers.set("x-cardloom-path", request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set("content-security-policy", policy)
  response.headers.set("x-content-type-options", "nosniff")
  response.headers.set("referrer-policy", "same-origin")
  response.headers.set("x-frame-options", "DENY")
  if (process.env.CARDLOOM_URL?.startsWith("https:"))
    response.headers.set("strict-transport-security", "max-age=31536000")
  return response
}

/**
 * 'wasm-unsafe-eval' is for reading Parquet in the browser, blob workers and inline styles for the code editor;
 * frame-src keeps a card's frame from navigating itself away with data in the address.
 */
function contentSecurityPolicy(nonce: string, development: boolean): string {
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
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ")
}

export const config = {
  matcher: ["/((?!api/|_next/static|_next/image|vendor/|frame$|favicon.ico|icon).*)"],
}

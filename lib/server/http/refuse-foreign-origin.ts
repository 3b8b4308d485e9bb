import "server-only"
import { AppError } from "#lib/domain/app-error.ts"

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"])

/**
 * Cookies travel with requests that other sites start, so a write by cookie must come from our own pages.
 * @throws AppError forbidden
 */
export function refuseForeignOrigin(headers: Headers, publicUrl: string): void {
  const site = headers.get("sec-fetch-site")
  if (site !== null && site !== "same-origin" && site !== "none") throw foreign()
  const origin = headers.get("origin")
  // A browser names the origin of every write; without one it is a script, which sends Sec-Fetch-Site or nothing.
  if (origin === null && site === null) throw foreign()
  if (origin !== null && !isOwn(origin, publicUrl)) throw foreign()
}

function isOwn(origin: string, publicUrl: string): boolean {
  const own = new URL(publicUrl)
  if (origin === own.origin) return true
  if (!URL.canParse(origin)) return false
  const { hostname, port, protocol } = new URL(origin)
  // On one's own machine, localhost and 127.0.0.1 are the same place.
  return LOOPBACK.has(own.hostname) && LOOPBACK.has(hostname) && port === own.port && protocol === own.protocol
}

const foreign = (): AppError =>
  new AppError("forbidden", "This request came from another site. Open Cardloom itself and try again.")

import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { ownOrigins } from "#lib/domain/own-origins.ts"

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
  if (origin !== null && !ownOrigins(publicUrl).includes(origin)) throw foreign()
}

const foreign = (): AppError =>
  new AppError("forbidden", "This request came from another site. Open Cardloom itself and try again.")

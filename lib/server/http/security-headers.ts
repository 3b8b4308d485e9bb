import "server-only"
import { isHttps, webEnv } from "../web-env.ts"

/** What every answer of the API says to browsers; pages get theirs from the middleware. */
export function addSecurityHeaders(headers: Headers): void {
  headers.set("x-content-type-options", "nosniff")
  if (isHttps(webEnv())) headers.set("strict-transport-security", "max-age=31536000")
}

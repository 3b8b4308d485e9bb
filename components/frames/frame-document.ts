import { frameBootstrap } from "./frame-bootstrap.ts"

/**
 * What /frame serves: a page without data that any number of cards may use, each in an opaque origin of its own.
 * No frame-ancestors: every ancestor is checked, so 'self' would break dashboards embedded in other sites. The
 * frame takes its port only from a parent of the app's origin instead.
 */
export const frameDocument = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Card</title><script>(${frameBootstrap.toString()})()</script></head><body></body></html>`

/** The frame's Content-Security-Policy. `appOrigins`: where the app, and so its /vendor/, is reached. */
export function frameContentSecurityPolicy(appOrigins: readonly string[]): string {
  return [
    "sandbox allow-scripts",
    "default-src 'none'",
    `script-src 'unsafe-inline' ${appOrigins.map((origin) => `${origin}/vendor/`).join(" ")}`,
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "font-src data:",
    "connect-src 'none'",
    "frame-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ")
}

import "server-only"

/** The caller's network address, as the server or the nearest proxy wrote it. */
export const clientAddress = (headers: Headers): string =>
  headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown"

import "server-only"
import { subscribe } from "node:diagnostics_channel"
import type { IncomingMessage } from "node:http"
import { webEnv } from "../web-env.ts"

/** Written by this process over whatever a caller sent under that name. */
const PEER_HEADER = "x-cardloom-peer"

/**
 * Notes on each request the address its connection comes from, which handlers can't see otherwise. Called once, when
 * the server starts.
 */
export function notePeerAddresses(): void {
  // Node publishes here before the server, which Next makes and hands to nobody, sees the request.
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage }
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? "unknown"
  })
}

/**
 * The caller's network address: that of the connection, or, behind `CARDLOOM_PROXY_HOPS` proxies, what the outermost of
 * them wrote. Entries that a caller made up lie further left and are never read.
 */
export const clientAddress = (headers: Headers): string => addressBehind(headers, webEnv().CARDLOOM_PROXY_HOPS)

export function addressBehind(headers: Headers, proxyHops: number): string {
  const peer = headers.get(PEER_HEADER) ?? "unknown"
  if (proxyHops === 0) return peer
  const forwarded =
    headers
      .get("x-forwarded-for")
      ?.split(",")
      .map((entry) => entry.trim()) ?? []
  return forwarded.at(-proxyHops) || peer
}

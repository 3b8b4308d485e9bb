// Not [::1]: a Content-Security-Policy has no way to write an IPv6 address.
const LOOPBACK_HOSTS = ["localhost", "127.0.0.1"]

/** The origins at which people reach the app: the public one, and on one's own machine that machine's other names. */
export function ownOrigins(publicUrl: string): string[] {
  const { origin, protocol, hostname, port } = new URL(publicUrl)
  if (!LOOPBACK_HOSTS.includes(hostname)) return [origin]
  return LOOPBACK_HOSTS.map((host) => new URL(`${protocol}//${host}${port && `:${port}`}`).origin)
}

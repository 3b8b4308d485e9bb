/** Next calls this once when the server starts: wrong settings stop it there, with a sentence, not at the first request. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return
  const { webEnv } = await import("#lib/server/web-env.ts")
  const { notePeerAddresses } = await import("#lib/server/auth/client-address.ts")
  const { flushViewsAtExit } = await import("#lib/server/links/count-views.ts")
  try {
    webEnv()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
  notePeerAddresses()
  flushViewsAtExit()
}

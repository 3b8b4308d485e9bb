const everyMs = 60_000

/** Calls the scheduler's endpoint every minute until stopped. A missed tick is made up for by the next one. */
export function startTicking(webUrl: string, token: string, report: (problem: string) => void): () => void {
  const timer = setInterval(async () => {
    try {
      const response = await fetch(`${webUrl}/api/internal/tick`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(everyMs),
      })
      await response.arrayBuffer()
      if (!response.ok) report(`The scheduler's tick was answered with ${response.status}.`)
    } catch (error) {
      report(`The scheduler's tick failed: ${error instanceof Error ? error.message : String(error)}.`)
    }
  }, everyMs)
  return () => clearInterval(timer)
}

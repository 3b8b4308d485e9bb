const MINUTE_MS = 60_000
/** Past the minute by so much, so that a clock that is a little behind does not find the instant still to come. */
const MARGIN_MS = 200

/**
 * Calls the scheduler's endpoint at the start of every minute until stopped: schedules name minutes. A missed tick is
 * made up for by the next one.
 */
export function startTicking(webUrl: string, token: string, report: (problem: string) => void): () => void {
  const tick = async () => {
    try {
      const response = await fetch(`${webUrl}/api/internal/tick`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(MINUTE_MS),
      })
      await response.arrayBuffer()
      if (!response.ok) report(`The scheduler's tick was answered with ${response.status}.`)
    } catch (error) {
      report(`The scheduler's tick failed: ${error instanceof Error ? error.message : String(error)}.`)
    }
  }
  let timer: NodeJS.Timeout
  const waitForMinute = () => {
    timer = setTimeout(() => {
      waitForMinute()
      void tick()
    }, msToNextMinute(Date.now()))
  }
  waitForMinute()
  return () => clearTimeout(timer)
}

/** From `nowMs` to just after the next minute begins; a whole minute when it has just begun. */
export const msToNextMinute = (nowMs: number): number => MINUTE_MS - ((nowMs - MARGIN_MS) % MINUTE_MS)

const POLL_MS = 500

/**
 * Calls back once when the process that started this one is gone, however it went. Standard input alone would not
 * do: it may be anything.
 */
export function watchParent(onGone: () => void): void {
  const parentPid = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parentPid) return
    clearInterval(timer)
    onGone()
  }, POLL_MS)
  timer.unref()
}

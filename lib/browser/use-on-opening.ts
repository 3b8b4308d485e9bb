import { useEffect } from "react"

/** Does something once, when what uses it appears, with what was known then: later renders do not repeat it. */
export function useOnOpening(act: () => void): void {
  // oxlint-disable-next-line react/exhaustive-deps -- on opening only
  useEffect(act, [])
}

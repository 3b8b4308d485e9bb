import "server-only"
import { log } from "../log.ts"
import { addViews } from "./link-store.ts"
import type { OpenedLink } from "./open-link.ts"

const FLUSH_MS = 5000

type Views = { count: number; lastViewedAt: string }

declare global {
  // Next may load this module more than once in a process; views are counted once.
  var cardloomLinkViews: Map<string, Views> | undefined
  var cardloomViewsAtOnce: boolean | undefined
}
const waiting = (): Map<string, Views> => (globalThis.cardloomLinkViews ??= new Map<string, Views>())

/** Counts a view. Written down every few seconds, so that a link many look at costs no write a look. */
export function countView({ link: { tokenHash }, isPreview }: Pick<OpenedLink, "link" | "isPreview">): void {
  // Whoever made the link looks at it without being one of its readers.
  if (isPreview) return
  const views = waiting()
  if (views.size === 0) setTimeout(() => void flushViews(), globalThis.cardloomViewsAtOnce ? 0 : FLUSH_MS).unref()
  const before = views.get(tokenHash)?.count ?? 0
  views.set(tokenHash, { count: before + 1, lastViewedAt: new Date().toISOString() })
}

/** Has views written down before the process ends: at its first signal, and from then on each as it comes. Called once, when the server starts. */
export function flushViewsAtExit(): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      globalThis.cardloomViewsAtOnce = true
      void flushViews()
    })
  }
}

/** Writes down what was counted since. */
async function flushViews(): Promise<void> {
  const counted = [...waiting()]
  waiting().clear()
  await Promise.all(
    counted.map(([tokenHash, { count, lastViewedAt }]) =>
      addViews(tokenHash, count, lastViewedAt).catch((err: unknown) => log.warn({ err }, "views could not be counted")),
    ),
  )
}

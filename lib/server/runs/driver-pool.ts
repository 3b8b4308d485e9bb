import "server-only"

/** Transforms are as heavy as the executor has room for; the others wait here, or are taken over by other processes. */
const MAX_AT_ONCE = 4

type Pool = { running: number; waiting: (() => void)[]; known: Set<string> }

declare global {
  // Next may load this module more than once in a process.
  var cardloomDriverPool: Pool | undefined
}

const pool = (): Pool => (globalThis.cardloomDriverPool ??= { running: 0, waiting: [], known: new Set() })

/** Does `work` when there is room, and answers what it does; null when it waits or is being done in this process already. */
export async function whenThereIsRoom<T>(id: string, work: () => Promise<T>): Promise<T | null> {
  const state = pool()
  if (state.known.has(id)) return null
  state.known.add(id)
  try {
    if (state.running >= MAX_AT_ONCE) await new Promise<void>((resolve) => state.waiting.push(resolve))
    else state.running += 1
    try {
      return await work()
    } finally {
      // Whoever waited longest has this one's room.
      const next = state.waiting.shift()
      if (next) next()
      else state.running -= 1
    }
  } finally {
    state.known.delete(id)
  }
}

import { spawn } from "node:child_process"
import { once } from "node:events"

const heldElsewhere = 75

/** A lock of the kernel's; it goes when the holder or this process dies, however it dies. */
export type ExclusiveLock = { release: () => void; lost: Promise<void> }

/**
 * Takes the lock on `path` (made if missing), or answers undefined when another process holds it.
 * Node has no flock, so flock(1) holds it in a `cat` that ends with our end of its pipe.
 */
export async function takeExclusiveLock(path: string): Promise<ExclusiveLock | undefined> {
  const holder = spawn(
    "flock",
    ["--nonblock", "--conflict-exit-code", String(heldElsewhere), "--no-fork", path, "cat"],
    { stdio: ["pipe", "pipe", "ignore"], detached: true },
  )
  const exited = once(holder, "exit").then(([code]) => Number(code))
  holder.stdin.on("error", () => {}) // The echo below fails when the lock is held elsewhere: its exit code says so.
  holder.stdin.write("locked\n")
  const outcome = await Promise.race([once(holder.stdout, "data").then(() => "locked" as const), exited])
  if (outcome === heldElsewhere) return undefined
  if (outcome !== "locked") throw new Error(`flock could not lock ${path} (exit code ${outcome}).`)
  return { release: () => holder.stdin.end(), lost: exited.then(() => undefined) }
}

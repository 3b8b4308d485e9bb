import { AppError } from "#lib/domain/app-error.ts"
import type { JobPriority } from "#lib/domain/job-contract.ts"

/** How many turns of a hundred a priority gets while all wait. Not strict: the last must move too. */
const SHARE: Record<JobPriority, number> = { preview: 50, dashboard: 30, link: 14, scheduled: 6 }
const PRIORITIES: JobPriority[] = ["preview", "dashboard", "link", "scheduled"]
const RETRY_AFTER_SECONDS = 2

type Waiting = { principal: string; begin: () => void }
type Who = { principal: string; priority: JobPriority }

/** A place in the queue, taken for one job before its work is known to be ready. */
export type Ticket = {
  /** Waits for a slot, runs the job in it, frees the slot. Rejects with the signal's reason when aborted while waiting. */
  run<T>(job: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Gives the place back unused. */
  release(): void
}

/**
 * Slots for jobs, and a bounded line of those that wait. Turns go by priority in proportion, and within a priority
 * to one principal after another, so that nobody's hundred cards stand before somebody else's one.
 */
export class JobQueue {
  private readonly slots: number
  readonly limit: number
  private runningCount = 0
  private admittedCount = 0
  private readonly admittedByPrincipal = new Map<string, number>()
  private admittedByLinks = 0
  private readonly lines = new Map<JobPriority, Waiting[]>(PRIORITIES.map((priority) => [priority, []]))
  private readonly credit = new Map<JobPriority, number>(PRIORITIES.map((priority) => [priority, 0]))

  constructor(options: { slots: number; limit: number }) {
    this.slots = options.slots
    this.limit = options.limit
  }

  get running(): number {
    return this.runningCount
  }

  /** Admitted and not running: those whose data is still being prepared, too. */
  get waiting(): number {
    return this.admittedCount - this.runningCount
  }

  /** Takes places for `count` jobs, all or none. Throws AppError "unavailable" when the line, or the principal's or all links' half of it, is full. */
  admit(who: Who, count: number): Ticket[] {
    const own = this.admittedByPrincipal.get(who.principal) ?? 0
    const full = this.waiting + count > this.limit
    // One principal alone must not be able to fill the line for all others.
    const half = Math.max(1, Math.ceil(this.limit / 2))
    const greedy = own + count > half && own > 0
    // Nor may the public, by however many links.
    const crowded = who.priority === "link" && this.admittedByLinks + count > half && this.admittedByLinks > 0
    if (full || greedy || crowded) {
      const message =
        full || crowded ? "The executor is busy: its queue is full." : "You have too many cards waiting already."
      throw new AppError("unavailable", `${message} Try again in a moment.`, { retryAfterSeconds: RETRY_AFTER_SECONDS })
    }
    return Array.from({ length: count }, () => this.ticket(who))
  }

  private ticket(who: Who): Ticket {
    this.count(who, 1)
    let isRunOrReleased = false
    const leave = () => this.count(who, -1)
    return {
      release: () => {
        if (isRunOrReleased) return
        isRunOrReleased = true
        leave()
      },
      run: async (job, signal) => {
        isRunOrReleased = true
        try {
          await this.slot(who, signal)
        } catch (error) {
          leave()
          throw error
        }
        try {
          return await job()
        } finally {
          this.runningCount -= 1
          leave()
          this.fillSlots()
        }
      },
    }
  }

  private slot(who: Who, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const line = this.lineOf(who.priority)
    const abort = () => {
      const at = line.indexOf(waiting)
      if (at >= 0) line.splice(at, 1)
      reject(signal?.reason)
    }
    const waiting: Waiting = {
      principal: who.principal,
      begin: () => {
        signal?.removeEventListener("abort", abort)
        this.runningCount += 1
        resolve()
      },
    }
    signal?.addEventListener("abort", abort, { once: true })
    this.stand(line, waiting)
    this.fillSlots()
    return promise
  }

  private fillSlots(): void {
    while (this.runningCount < this.slots) {
      const priority = this.nextPriority()
      if (priority === null) return
      this.lineOf(priority).shift()?.begin()
    }
  }

  /** Behind the principal's own, but in the same round as everybody else's next. */
  private stand(line: Waiting[], newcomer: Waiting): void {
    const ownRounds = line.filter((other) => other.principal === newcomer.principal).length
    const seen = new Map<string, number>()
    let at = 0
    for (; at < line.length; at += 1) {
      const principal = line[at]?.principal ?? ""
      const round = seen.get(principal) ?? 0
      if (round > ownRounds) break
      seen.set(principal, round + 1)
    }
    line.splice(at, 0, newcomer)
  }

  /** Smooth weighted turns: each waiting priority earns its share, the richest goes and pays for all. */
  private nextPriority(): JobPriority | null {
    const waiting = PRIORITIES.filter((priority) => this.lineOf(priority).length > 0)
    let total = 0
    let richest: JobPriority | null = null
    for (const priority of waiting) {
      const earned = (this.credit.get(priority) ?? 0) + SHARE[priority]
      this.credit.set(priority, earned)
      total += SHARE[priority]
      if (richest === null || earned > (this.credit.get(richest) ?? 0)) richest = priority
    }
    if (richest !== null) this.credit.set(richest, (this.credit.get(richest) ?? 0) - total)
    return richest
  }

  private lineOf(priority: JobPriority): Waiting[] {
    return this.lines.get(priority) ?? []
  }

  private count({ principal, priority }: Who, change: 1 | -1): void {
    this.admittedCount += change
    if (priority === "link") this.admittedByLinks += change
    const own = (this.admittedByPrincipal.get(principal) ?? 0) + change
    if (own === 0) this.admittedByPrincipal.delete(principal)
    else this.admittedByPrincipal.set(principal, own)
  }
}

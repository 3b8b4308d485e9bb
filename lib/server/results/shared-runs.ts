import "server-only"

/** One reader's place in a run that others may share. */
export type Seat<Value> = {
  /** Rejects with what broke the run, or with SeatLeft. */
  arrived: Promise<Value>
  /** The run goes on as long as anybody waits for anything of its batch. */
  leave(): void
}

export class SeatLeft extends Error {}

type Batch = { controller: AbortController; awaited: number }
type SharedRun<Value> = { batch: Batch; readers: number; outcome: PromiseWithResolvers<Value> }

/** Runs begun and not ended, by what they make: whoever wants the same thing meanwhile waits along. */
export class SharedRuns<Value> {
  private readonly underWay = new Map<string, SharedRun<Value>>()

  /**
   * A seat a key, in their order; keys may repeat. What is not under way is begun by one call of `start`, whose stream
   * gives values by key, each once; whatever it has not given when it ends is rejected.
   */
  join(keys: readonly string[], start: (keys: string[], signal: AbortSignal) => AsyncIterable<[string, Value]>) {
    const missing = [...new Set(keys)].filter((key) => !this.underWay.has(key))
    const batch: Batch = { controller: new AbortController(), awaited: 0 }
    for (const key of missing) {
      const outcome = Promise.withResolvers<Value>()
      // Nobody may be left to hear of a failure.
      outcome.promise.catch(() => undefined)
      this.underWay.set(key, { batch, readers: 0, outcome })
    }
    const seats = keys.map((key) => this.take(key))
    if (missing.length > 0) void this.drive(missing, batch, start(missing, batch.controller.signal))
    return seats
  }

  private take(key: string): Seat<Value> {
    const run = this.underWay.get(key)
    if (!run) throw new Error("a run that was just begun is not there")
    run.readers += 1
    if (run.readers === 1) run.batch.awaited += 1
    const seat = Promise.withResolvers<Value>()
    seat.promise.catch(() => undefined)
    run.outcome.promise.then(seat.resolve, seat.reject)
    let left = false
    const leave = () => {
      if (left) return
      left = true
      seat.reject(new SeatLeft())
      this.release(key, run)
    }
    return { arrived: seat.promise, leave }
  }

  private release(key: string, run: SharedRun<Value>): void {
    run.readers -= 1
    if (run.readers > 0 || this.underWay.get(key) !== run) return
    this.isAwaitedLess(run.batch)
  }

  private isAwaitedLess(batch: Batch): void {
    batch.awaited -= 1
    if (batch.awaited > 0) return
    const unwanted = [...this.underWay].filter(([, run]) => run.batch === batch)
    // Forgotten before they are stopped, so that whoever comes now begins anew.
    for (const [key] of unwanted) this.underWay.delete(key)
    if (unwanted.length > 0) batch.controller.abort()
  }

  private async drive(keys: readonly string[], batch: Batch, values: AsyncIterable<[string, Value]>): Promise<void> {
    let failure: unknown = new Error("the run ended without this result")
    try {
      for await (const [key, value] of values) this.settle(key, batch, (run) => run.outcome.resolve(value))
    } catch (error) {
      failure = error
    }
    for (const key of keys) this.settle(key, batch, (run) => run.outcome.reject(failure))
  }

  private settle(key: string, batch: Batch, how: (run: SharedRun<Value>) => void): void {
    const run = this.underWay.get(key)
    if (run?.batch !== batch) return
    this.underWay.delete(key)
    how(run)
    if (run.readers > 0) this.isAwaitedLess(batch)
  }
}

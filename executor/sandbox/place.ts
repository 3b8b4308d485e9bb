import type { JobListener, SandboxJob } from "./messages.ts"
import type { RunningJob, Zygote } from "./zygote.ts"

/**
 * A zygote and who still needs it. Slices live inside the zygote that made them, so a job runs where its slices are,
 * even when a younger zygote takes all new work: the old one ends when the last of its holders has left.
 */
export class Place {
  private readonly zygote: Zygote
  private holders = 0
  private retired: (() => void) | null = null

  constructor(zygote: Zygote) {
    this.zygote = zygote
  }

  get id(): number {
    return this.zygote.id
  }

  /** Keeps the zygote until the function it returns is called. */
  hold(): () => void {
    this.holders += 1
    let held = true
    return () => {
      if (!held) return
      held = false
      this.holders -= 1
      this.endIfUnused()
    }
  }

  /** Ends the zygote as soon as nobody holds it. `onEnd` is called once, before. */
  retire(onEnd: () => void): void {
    this.retired = onEnd
    this.endIfUnused()
  }

  /** Runs one job in a sealed process. */
  run(job: SandboxJob, listener: JobListener = {}): RunningJob {
    const release = this.hold()
    const running = this.zygote.run(job, listener)
    void running.ended.then(release)
    return running
  }

  dropSlices(names: string[]): void {
    this.zygote.dropSlices(names)
  }

  endShare(share: string): void {
    this.zygote.endShare(share)
  }

  private endIfUnused(): void {
    if (this.retired === null || this.holders > 0) return
    const onEnd = this.retired
    this.retired = null
    onEnd()
    this.zygote.stop()
  }
}

import type { Socket } from "node:net"
import { encodeFrame, FrameReader, FrameRefused } from "./frames.ts"
import {
  SealedMessage,
  type ExitReport,
  type SandboxJob,
  type SandboxOutcome,
  type SealedProgress,
  type SliceCut,
} from "./messages.ts"

const MAX_FRAMES = 20_000
/** Progress and log come a few times a second each. */
const FRAMES_PER_SECOND = 20
/** Given up on a process that neither answers nor is reported dead: the zygote's own deadline comes first. */
const REPORT_GRACE_MS = 10_000
/** What a shared process wrote before it was done is in the socket already. */
const SILENCE_GRACE_MS = 1_000

type Callbacks = {
  onProgress?: (progress: SealedProgress) => void
  onLog?: (text: string) => void
  onCuts?: (cuts: SliceCut[]) => void
  onFinished: (outcome: SandboxOutcome) => void
}

/** One job's socket: sends header and body, reads hostile frames until there is a result or a reason for none. */
export class JobConnection {
  private readonly socket: Socket
  private readonly reader: FrameReader
  private readonly callbacks: Callbacks
  private readonly sentAt = performance.now()
  private readonly isShared: boolean
  private startedAt: number | null = null
  private reused = false
  private answerBytes = 0
  private finished = false
  private closed = false
  private exit: ExitReport | null = null
  private overdue: NodeJS.Timeout | undefined

  /** `socket`: to the zygote, nothing sent yet; its errors are heeded. */
  constructor(socket: Socket, jobId: string, job: SandboxJob, callbacks: Callbacks) {
    this.callbacks = callbacks
    this.isShared = job.share !== undefined
    this.reader = new FrameReader({
      totalBytes: job.answerBytes,
      frames: Math.max(MAX_FRAMES, (job.deadlineMs / 1000) * FRAMES_PER_SECOND),
    })
    this.socket = socket
    this.socket.on("data", (chunk: Buffer) => this.read(chunk))
    this.socket.on("close", () => {
      this.closed = true
      this.settleWithoutResult()
    })
    const { kind, deadlineMs, memoryBytes, files, share, slices, scratch, scratchBytes } = job
    const header = {
      job: jobId,
      kind,
      deadlineMs: Math.ceil(deadlineMs),
      memoryBytes,
      files,
      share,
      slices,
      scratch,
      scratchBytes,
    }
    // One write: the body is there when the process that takes it over looks.
    this.socket.write(Buffer.concat([encodeFrame(header), encodeFrame(job.body)]))
  }

  /** Closing the connection is how the zygote learns that nobody waits any more: it kills the process. */
  cancel(): void {
    this.finish({ ok: false, reason: "cancelled", ...this.circumstances() })
  }

  /** The sandbox as a whole is gone. */
  lose(): void {
    this.finish({ ok: false, reason: "lost", ...this.circumstances() })
  }

  /** The zygote's word on how the process ended. What the process wrote before may still be on its way. */
  reportExit(exit: ExitReport): void {
    this.exit = exit
    if (this.finished) this.hangUp()
    else if (this.isShared && !this.closed) this.overdue ??= setTimeout(() => this.socket.destroy(), SILENCE_GRACE_MS)
    else this.settleWithoutResult()
  }

  /** Tells the zygote that nobody waits any more: the process ends, if it has not. */
  hangUp(): void {
    // What was written is lost when a socket goes before it has connected, and a job that the zygote never heard of is
    // never reported as ended: its slot would be taken for ever.
    if (this.socket.connecting) this.socket.destroySoon()
    else this.socket.destroy()
  }

  private read(chunk: Buffer): void {
    if (this.finished) return
    this.answerBytes += chunk.length
    try {
      for (const message of this.reader.push(chunk)) this.take(message)
    } catch (error) {
      if (!(error instanceof FrameRefused)) throw error
      const reason = error.reason === "not_json" ? "malformed" : "answer_too_large"
      this.finish({ ok: false, reason, ...this.circumstances() })
    }
  }

  private take(raw: unknown): void {
    if (this.finished) return
    const parsed = SealedMessage.safeParse(raw)
    if (!parsed.success) return this.finish({ ok: false, reason: "malformed", ...this.circumstances() })
    const message = parsed.data
    switch (message.type) {
      case "started":
        this.startedAt ??= performance.now()
        this.reused ||= message.reused === true
        return
      case "progress":
        this.callbacks.onProgress?.(message)
        return
      case "log":
        this.callbacks.onLog?.(message.text)
        return
      case "cuts":
        this.callbacks.onCuts?.(message.cuts)
        return
      case "result":
        return this.finish({ ok: true, result: message, ...this.circumstances() })
      case "failure":
        return this.finish({ ok: false, reason: "failed", failure: message, ...this.circumstances() })
    }
  }

  private settleWithoutResult(): void {
    if (this.finished || !this.closed) return
    if (!this.exit) {
      this.overdue ??= setTimeout(() => this.lose(), REPORT_GRACE_MS)
      return
    }
    const { exit } = this
    this.finish({ ok: false, reason: exit.reason === "done" ? "silent" : exit.reason, exit, ...this.circumstances() })
  }

  private circumstances() {
    const now = performance.now()
    const startedAt = this.startedAt ?? now
    return {
      startMs: startedAt - this.sentAt,
      runMs: now - startedAt,
      answerBytes: this.answerBytes,
      started: this.startedAt !== null,
      reused: this.reused || this.exit?.reused === true,
    }
  }

  private finish(outcome: SandboxOutcome): void {
    if (this.finished) return
    this.finished = true
    clearTimeout(this.overdue)
    // To the zygote a hang-up says that nobody waits: a shared process that has just answered must not be ended for it.
    if (!outcome.ok || !this.isShared || this.exit) this.hangUp()
    this.callbacks.onFinished(outcome)
  }
}

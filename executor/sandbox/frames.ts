const PREFIX_BYTES = 4

/** A frame: a 4-byte little-endian length, then that many bytes of JSON. */
export function encodeFrame(message: unknown): Buffer {
  const payload = Buffer.from(JSON.stringify(message), "utf8")
  const frame = Buffer.allocUnsafe(PREFIX_BYTES + payload.length)
  frame.writeUInt32LE(payload.length, 0)
  payload.copy(frame, PREFIX_BYTES)
  return frame
}

/** The sender broke the protocol or its allowance. It may be hostile, so nothing more is read from it. */
export class FrameRefused extends Error {
  readonly reason: "too_large" | "too_many" | "not_json"
  constructor(reason: FrameRefused["reason"]) {
    super(`a frame was refused: ${reason}`)
    this.name = "FrameRefused"
    this.reason = reason
  }
}

type Allowance = { totalBytes: number; frames: number }

/** Cuts a stream of chunks into JSON messages. Holds at most `totalBytes`, whatever lengths the sender claims. */
export class FrameReader {
  private readonly allowance: Allowance
  private chunks: Buffer[] = []
  private bufferedBytes = 0
  private payloadBytes: number | null = null

  constructor(allowance: Allowance) {
    this.allowance = { ...allowance }
  }

  /** Messages completed by this chunk. Throws FrameRefused. */
  push(chunk: Buffer): unknown[] {
    this.chunks.push(chunk)
    this.bufferedBytes += chunk.length
    const messages: unknown[] = []
    for (;;) {
      if (this.payloadBytes === null) {
        if (this.bufferedBytes < PREFIX_BYTES) return messages
        this.payloadBytes = this.take(PREFIX_BYTES).readUInt32LE(0)
        this.spend(this.payloadBytes)
      }
      if (this.bufferedBytes < this.payloadBytes) return messages
      messages.push(parseJson(this.take(this.payloadBytes)))
      this.payloadBytes = null
    }
  }

  private spend(bytes: number): void {
    this.allowance.frames -= 1
    this.allowance.totalBytes -= bytes
    if (this.allowance.frames < 0) throw new FrameRefused("too_many")
    if (this.allowance.totalBytes < 0) throw new FrameRefused("too_large")
  }

  private take(bytes: number): Buffer {
    // Joined only when a whole frame is there: joining at each chunk would be quadratic.
    const joined = this.chunks.length === 1 && this.chunks[0] ? this.chunks[0] : Buffer.concat(this.chunks)
    const rest = joined.subarray(bytes)
    this.chunks = rest.length > 0 ? [rest] : []
    this.bufferedBytes = rest.length
    return joined.subarray(0, bytes)
  }
}

function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString("utf8"))
  } catch {
    throw new FrameRefused("not_json")
  }
}

import "server-only"

/** Values by key, up to a number of bytes in all: the longest unused go first. What is larger than an eighth of it is not kept. */
export class ByteBoundCache<Value> {
  private readonly limitBytes: number
  private heldBytes = 0
  // A Map keeps the order of insertion: whatever is used again is inserted again.
  private readonly entries = new Map<string, { value: Value; sizeBytes: number }>()

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes
  }

  get(key: string): Value | undefined {
    const entry = this.entries.get(key)
    if (!entry) return undefined
    this.entries.delete(key)
    this.entries.set(key, entry)
    return entry.value
  }

  /** In place of what has the key now. */
  set(key: string, value: Value, sizeBytes: number): void {
    this.delete(key)
    if (sizeBytes > this.limitBytes / 8) return
    this.entries.set(key, { value, sizeBytes })
    this.heldBytes += sizeBytes
    for (const oldest of this.entries.keys()) {
      if (this.heldBytes <= this.limitBytes) return
      this.delete(oldest)
    }
  }

  delete(key: string): void {
    this.heldBytes -= this.entries.get(key)?.sizeBytes ?? 0
    this.entries.delete(key)
  }
}

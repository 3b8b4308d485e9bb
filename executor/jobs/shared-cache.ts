/** Something held in a cache while its lease lasts. */
export type Lease<Value> = { value: Value; release(): void }

type Entry<Value> = { creation: Promise<Value>; value: Value | null; holders: number }

/**
 * Things that are costly to make and large to keep: each made once however many ask at the same time, never evicted
 * while somebody holds it, and the longest unused evicted first when all together are above `limitBytes`.
 */
export class SharedCache<Value extends { sizeBytes: number }> {
  private readonly limitBytes: number
  private readonly evict: (value: Value) => void
  // A Map keeps the order of insertion: whatever is used again is inserted again.
  private readonly entries = new Map<string, Entry<Value>>()
  private held = 0

  constructor(options: { limitBytes: number; evict: (value: Value) => void }) {
    this.limitBytes = options.limitBytes
    this.evict = options.evict
  }

  /** A failed creation is forgotten: the next to ask tries again. */
  async lease(key: string, create: () => Promise<Value>): Promise<Lease<Value>> {
    const entry = this.entries.get(key) ?? { creation: create(), value: null, holders: 0 }
    this.moveToEnd(key, entry)
    entry.holders += 1
    try {
      const value = await entry.creation
      if (entry.value === null && this.entries.get(key) === entry) this.held += value.sizeBytes
      entry.value = value
      let released = false
      const release = () => {
        if (released) return
        released = true
        entry.holders -= 1
        this.shrinkTo(this.limitBytes)
      }
      this.shrinkTo(this.limitBytes)
      return { value, release }
    } catch (error) {
      if (this.entries.get(key) === entry) this.entries.delete(key)
      throw error
    }
  }

  /** Evicts all that nobody holds. */
  evictUnused(): void {
    this.shrinkTo(0)
  }

  /** Forgets without evicting all whose key begins so: whatever held the values is gone itself. */
  forget(prefix: string): void {
    for (const [key, entry] of this.entries) if (key.startsWith(prefix)) this.remove(key, entry)
  }

  get heldBytes(): number {
    return this.held
  }

  private shrinkTo(limitBytes: number): void {
    for (const [key, entry] of this.entries) {
      if (this.held <= limitBytes) return
      if (entry.holders > 0 || entry.value === null) continue
      this.remove(key, entry)
      this.evict(entry.value)
    }
  }

  private remove(key: string, entry: Entry<Value>): void {
    this.entries.delete(key)
    this.held -= entry.value?.sizeBytes ?? 0
  }

  private moveToEnd(key: string, entry: Entry<Value>): void {
    this.entries.delete(key)
    this.entries.set(key, entry)
  }
}

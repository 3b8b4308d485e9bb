/** What one side pushes, the other iterates over, in order. */
export class EventStream<Event> implements AsyncIterable<Event> {
  private readonly waiting: Event[] = []
  private ended = false
  private wake = Promise.withResolvers<void>()

  push(event: Event): void {
    this.waiting.push(event)
    this.wake.resolve()
  }

  end(): void {
    this.ended = true
    this.wake.resolve()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event> {
    for (;;) {
      yield* this.waiting.splice(0)
      if (this.ended && this.waiting.length === 0) return
      await this.wake.promise
      this.wake = Promise.withResolvers<void>()
    }
  }
}

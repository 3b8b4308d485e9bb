const LOG_CHARACTERS = 1_000_000
/** Room for the sentence that says how much was left out. */
const LAST_WORDS = 200

/** A bound on what a transform prints that does not rest on its own process: author's code may speak for it. */
export class LogAllowance {
  private room = LOG_CHARACTERS + LAST_WORDS

  /** As much of the text as there is room for. */
  take(text: string): string {
    const kept = text.slice(0, this.room)
    this.room -= kept.length
    return kept
  }
}

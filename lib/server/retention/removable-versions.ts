import "server-only"

type Rule = {
  /** Of the version that is current. */
  currentNumber: number
  /** So many stay, whatever their age; the current one counts. */
  keep: number
  /** Those that were current later than this stay. */
  replacedBefore: Date
  /** The ids of those that a run is reading. */
  inUse: ReadonlySet<string>
}

/**
 * The numbers of the versions that may go. `history`: oldest first, without gaps but those of versions that went
 * before. The last of it always stays, since nothing tells when it was replaced.
 */
export function removableVersions(
  history: readonly { number: number; id: string; publishedAt: string }[],
  { currentNumber, keep, replacedBefore, inUse }: Rule,
): number[] {
  return history
    .filter(({ number, id }, index) => {
      const replacedAt = history[index + 1]?.publishedAt
      return (
        number <= currentNumber - keep &&
        replacedAt !== undefined &&
        Date.parse(replacedAt) < replacedBefore.getTime() &&
        !inUse.has(id)
      )
    })
    .map(({ number }) => number)
}

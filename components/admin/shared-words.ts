import type { GroupDetail } from "#lib/domain/group.ts"

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`

/** What is shared with a group, in words: "2 dashboards and 1 card"; null when nothing is. */
export function sharedWords({ dashboards, datasets, cards }: GroupDetail["shared"]): string | null {
  const kinds = [
    [dashboards, "dashboard"],
    [datasets, "dataset"],
    [cards, "card"],
  ] as const
  const parts = kinds.filter(([count]) => count > 0).map(([count, noun]) => counted(count, noun))
  return parts.length === 0 ? null : new Intl.ListFormat("en-GB").format(parts)
}

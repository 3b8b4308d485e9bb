export const RESULT_TABS = ["preview", "runs", "versions", "lineage"] as const
export type ResultTab = (typeof RESULT_TABS)[number]

/** The tab an address names; the preview for any other word. */
export const resultTabOf = (word: string | string[] | undefined): ResultTab =>
  RESULT_TABS.find((tab) => tab === word) ?? "preview"

export const DATASET_TABS = ["data", "columns", "versions", "lineage", "usage", "about"] as const
export type DatasetTab = (typeof DATASET_TABS)[number]

/** Who reads a dataset is the business of whoever may change it. */
export const datasetTabsFor = (canEdit: boolean): DatasetTab[] =>
  DATASET_TABS.filter((tab) => canEdit || tab !== "usage")

/** The tab an address names; the data for any other word. */
export const datasetTabOf = (word: string | undefined, tabs: readonly DatasetTab[]): DatasetTab =>
  tabs.find((tab) => tab === word) ?? "data"

export const DATASET_TABS = ["data", "columns", "versions", "usage", "about"] as const
export type DatasetTab = (typeof DATASET_TABS)[number]

/** The tab an address names; the data for any other word. */
export const datasetTabOf = (word: string | undefined): DatasetTab => DATASET_TABS.find((tab) => tab === word) ?? "data"

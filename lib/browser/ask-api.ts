/** Where questions are asked, and what each request takes besides. */
export type AskApi = {
  /** POST; suggestions are below it. */
  path: string
  /** Below it, a cited query is run again by its id. */
  queriesPath: string
  /** The same object as long as it says the same. */
  headers?: Record<string, string> | undefined
}

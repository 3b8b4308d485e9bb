/** The API of one public link, to its readers. */
export const linkPath = (token: string): string => `/api/share/${encodeURIComponent(token)}`

/** What stands for a link's password; third-party frames lose cookies, so it travels in a header. */
export const linkHeaders = (unlockToken: string | null): Record<string, string> =>
  unlockToken === null ? {} : { "x-share-unlock": unlockToken }

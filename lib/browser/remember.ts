const YEAR_SECONDS = 365 * 24 * 60 * 60

/** Keeps a small, unsecret choice where the server sees it when it renders the next page. */
export function remember(cookieName: string, value: string): void {
  const secure = location.protocol === "https:" ? "; secure" : ""
  document.cookie = `${cookieName}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`
}

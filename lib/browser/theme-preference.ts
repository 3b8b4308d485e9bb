import { z } from "zod"

/** What the reader chose; "system" follows their device. */
export const ThemePreference = z.enum(["system", "light", "dark"])
export type ThemePreference = z.infer<typeof ThemePreference>

/** A cookie, so that the server's first HTML is already in the right colours. */
export const THEME_COOKIE = "cardloom-theme"

export const themePreferenceOf = (cookieValue: string | undefined): ThemePreference =>
  ThemePreference.safeParse(cookieValue).data ?? "system"

/** What an embedded page's address asks for: `?theme=light|dark`, else as the device has it. null for other pages. */
export function embedThemeOf(path: string): ThemePreference | null {
  if (!path.startsWith("/embed/")) return null
  return themePreferenceOf(new URLSearchParams(path.split("?")[1]).get("theme") ?? undefined)
}

import { z } from "zod"

/** What the reader chose; "system" follows their device. */
export const ThemePreference = z.enum(["system", "light", "dark"])
export type ThemePreference = z.infer<typeof ThemePreference>

/** A cookie, so that the server's first HTML is already in the right colours. */
export const THEME_COOKIE = "cardloom-theme"

export const themePreferenceOf = (cookieValue: string | undefined): ThemePreference =>
  ThemePreference.safeParse(cookieValue).data ?? "system"

"use client"

import { useSyncExternalStore } from "react"
import { remember } from "./remember.ts"
import { THEME_COOKIE, type ThemePreference, themePreferenceOf } from "./theme-preference.ts"

const DARK_QUERY = "(prefers-color-scheme: dark)"

/**
 * The theme now on screen, and the choice behind it.
 * `resolved` is for what takes no CSS variables (editors, figures); re-read the variables when it changes.
 * On the server and in the first render it is "light", since only the browser knows.
 */
export function useTheme(): {
  preference: ThemePreference
  resolved: "light" | "dark"
  setPreference: (preference: ThemePreference) => void
} {
  const preference = useSyncExternalStore(subscribe, currentPreference, () => "system" as const)
  const resolved = useSyncExternalStore(subscribe, currentTheme, () => "light" as const)
  return { preference, resolved, setPreference }
}

function setPreference(preference: ThemePreference): void {
  document.documentElement.dataset["theme"] = preference
  remember(THEME_COOKIE, preference)
}

const currentPreference = () => themePreferenceOf(document.documentElement.dataset["theme"])

function currentTheme(): "light" | "dark" {
  const preference = currentPreference()
  if (preference !== "system") return preference
  return matchMedia(DARK_QUERY).matches ? "dark" : "light"
}

function subscribe(onChange: () => void): () => void {
  const media = matchMedia(DARK_QUERY)
  media.addEventListener("change", onChange)
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] })
  return () => {
    media.removeEventListener("change", onChange)
    observer.disconnect()
  }
}

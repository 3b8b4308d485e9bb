"use client"

import { useSyncExternalStore } from "react"

export type ColorScheme = "light" | "dark"

/** Light or dark as the page shows it now: the reader's choice on <html>, or else the system's. */
export function useColorScheme(): ColorScheme {
  return useSyncExternalStore(subscribe, current, () => "light")
}

function current(): ColorScheme {
  const chosen = document.documentElement.dataset.theme
  if (chosen === "dark" || chosen === "light") return chosen
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
}

function subscribe(changed: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)")
  const choice = new MutationObserver(changed)
  system.addEventListener("change", changed)
  choice.observe(document.documentElement, { attributeFilter: ["data-theme"] })
  return () => {
    system.removeEventListener("change", changed)
    choice.disconnect()
  }
}

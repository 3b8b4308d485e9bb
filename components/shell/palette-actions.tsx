"use client"

import { LogOut, type LucideIcon, Moon, Plus, Sun, Upload } from "lucide-react"
import { useTheme } from "#lib/browser/use-theme.ts"
import { endSession } from "./end-session.ts"
import { DESTINATIONS } from "./navigation.ts"

/** Goes somewhere or does something. `key` is unique in the palette. */
export type PaletteItem = {
  key: string
  label: string
  icon: LucideIcon
  hint?: string
  keywords?: string[]
  href?: string
  run?: () => void
}

export function usePaletteActions(): PaletteItem[] {
  const { resolved, setPreference } = useTheme()
  const other = resolved === "dark" ? "light" : "dark"
  return [
    {
      key: "action:new-card",
      label: "New card",
      icon: Plus,
      href: "/cards/new",
      keywords: ["create", "write", "chart"],
    },
    {
      key: "action:upload",
      label: "Import dataset",
      icon: Upload,
      href: "/datasets/new",
      keywords: ["upload", "csv", "parquet", "s3"],
    },
    {
      key: "action:new-transform",
      label: "New transform",
      icon: Plus,
      href: "/transforms/new",
      keywords: ["create", "join", "prepare", "schedule"],
    },
    { key: "action:new-dashboard", label: "New dashboard", icon: Plus, href: "/dashboards/new", keywords: ["create"] },
    {
      key: "action:theme",
      label: `Switch to ${other} theme`,
      icon: other === "dark" ? Moon : Sun,
      keywords: ["toggle", "appearance", "colours"],
      run: () => setPreference(other),
    },
    ...DESTINATIONS.map(({ href, label, icon }) => ({ key: `go:${href}`, label: `Go to ${label}`, icon, href })),
    { key: "action:sign-out", label: "Sign out", icon: LogOut, run: () => void endSession() },
  ]
}

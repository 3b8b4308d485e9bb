import { Monitor, Moon, Sun } from "lucide-react"

export const THEME_OPTIONS = [
  { value: "system", label: "As this device", icon: <Monitor aria-hidden /> },
  { value: "light", label: "Light", icon: <Sun aria-hidden /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
] as const

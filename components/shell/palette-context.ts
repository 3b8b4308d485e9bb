"use client"

import { createContext, use } from "react"

/** Opens the command palette from anywhere inside the shell. */
export const PaletteContext = createContext<() => void>(() => undefined)

export const useOpenPalette = () => use(PaletteContext)

import type { CardLanguage } from "#lib/domain/card.ts"

export const LANGUAGE_NAME: Record<CardLanguage, string> = { python: "Python", sql: "SQL" }

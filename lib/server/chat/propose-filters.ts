import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { FilterProposal, ToolFailure } from "#lib/domain/chat-tools.ts"
import type { FilterValues } from "#lib/domain/filter.ts"
import { dayIn } from "#lib/domain/relative-range.ts"
import { resolveFilters } from "#lib/domain/resolve-filters.ts"
import type { ChatScope } from "./chat-scope.ts"

const MAX_TEXT_CHARACTERS = 200

/** Checks settings for a page's filters, for a person to apply: nothing is changed. */
export function proposeFilters(filters: FilterValues, reason: string, scope: ChatScope): FilterProposal | ToolFailure {
  if (scope.filters.length === 0) return { error: { code: "invalid", message: "This page has no filters." } }
  try {
    const known = scope.filters.filter(({ id }) => Object.hasOwn(filters, id))
    if (known.length === 0) throw new AppError("validation_failed", "None of these is a filter of the page.")
    // With the others as they are: a proposal must fit the page as a whole.
    resolveFilters(scope.filters, { ...scope.values, ...filters }, dayIn(scope.timezone, new Date()))
    return {
      kind: "filters",
      filters,
      settings: known.map(({ id, label }) => ({ id, label, text: inWords(filters[id]) })),
      reason,
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const ids = scope.filters.map(({ id, type }) => `${id} (${type})`).join(", ")
    return { error: { code: "invalid", message: error.message, hint: `The filters: ${ids}.` } }
  }
}

function inWords(value: unknown): string {
  if (value === null || value === undefined) return "not set"
  if (Array.isArray(value)) return cut(value.map((one) => (one === null ? "(empty)" : String(one))).join(", "))
  if (typeof value !== "object") return cut(String(value))
  const parts = value as Record<string, unknown>
  if (typeof parts["relative"] === "string") return parts["relative"].replaceAll("_", " ")
  const [from, to] = [parts["start"] ?? parts["min"], parts["end"] ?? parts["max"]]
  if (from !== undefined && to !== undefined) return `${String(from)} to ${String(to)}`
  return from === undefined ? `up to ${String(to)}` : `from ${String(from)}`
}

const cut = (text: string): string =>
  text.length > MAX_TEXT_CHARACTERS ? `${text.slice(0, MAX_TEXT_CHARACTERS)}…` : text

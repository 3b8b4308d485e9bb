import type { Filter } from "#lib/domain/filter.ts"
import type { TileResult } from "#lib/domain/render-line.ts"
import { isUnavailable, NEW_TILE, type TileState } from "#lib/browser/tile-states.ts"

export type TileError = NonNullable<TileResult["error"]>

/** What a card's tile shows: one of these, drawn by a switch. */
export type TileView =
  | { kind: "loading" }
  | { kind: "ready"; result: TileResult; display: NonNullable<TileResult["display"]>; stale: boolean }
  | { kind: "empty"; result: TileResult; stale: boolean }
  | { kind: "failed"; result: TileResult; error: TileError; stale: boolean }
  | { kind: "unavailable"; message: string; hint: string | undefined; retrying: boolean; passing: boolean }

export function tileViewOf(state: TileState = NEW_TILE): TileView {
  const { result, problem, awaiting } = state
  const stale = awaiting !== null
  if (problem) {
    return { kind: "unavailable", message: problem.message, hint: undefined, retrying: stale, passing: problem.passing }
  }
  if (!result) return { kind: "loading" }
  if (result.error) {
    if (isUnavailable(result)) {
      const { message, hint } = result.error
      return { kind: "unavailable", message, hint, retrying: stale, passing: true }
    }
    return { kind: "failed", result, error: result.error, stale }
  }
  const isEmpty = !result.display || Object.keys(result.display).length === 0
  if (isEmpty || !result.display) return { kind: "empty", result, stale }
  return { kind: "ready", result, display: result.display, stale }
}

/** "2 of 3 filters" and the like; null when no filter is set. */
export function filterReach(
  filters: readonly Filter[],
  setIds: readonly string[],
  applied: readonly string[],
): { words: string; reached: string[]; missed: string[] } | null {
  const set = filters.filter(({ id }) => setIds.includes(id))
  if (set.length === 0) return null
  const reached = set.filter(({ id }) => applied.includes(id)).map(({ label }) => label)
  const missed = set.filter(({ id }) => !applied.includes(id)).map(({ label }) => label)
  const words = set.length === 1 && reached.length === 1 ? "1 filter" : `${reached.length} of ${set.length} filters`
  return { words, reached, missed }
}

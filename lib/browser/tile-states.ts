import type { TileResult } from "#lib/domain/render-line.ts"

/** Why a tile has no answer at all; `passing` ones are tried again without being asked to. */
export type TileProblem = { message: string; passing: boolean; requestId?: string | undefined }

/**
 * What one tile shows. A result stays while a newer one is awaited (`awaiting` names the request), so a filter change
 * never blanks the page.
 */
export type TileState = { result: TileResult | null; awaiting: number | null; problem: TileProblem | null }
export type TileStates = ReadonlyMap<string, TileState>

export type TileAction =
  | { type: "asked"; requestNumber: number; itemIds: readonly string[] }
  | { type: "answered"; requestNumber: number; result: TileResult }
  | { type: "ended"; requestNumber: number; problem: TileProblem | null }
  | { type: "kept"; itemIds: readonly string[] }

export const NEW_TILE: TileState = { result: null, awaiting: null, problem: null }

/** Answers of older requests never overwrite those of newer ones: a tile listens to the last that asked for it. */
export function tileStates(states: TileStates, action: TileAction): TileStates {
  switch (action.type) {
    case "asked": {
      const next = new Map(states)
      for (const itemId of action.itemIds) {
        next.set(itemId, { ...(states.get(itemId) ?? NEW_TILE), awaiting: action.requestNumber })
      }
      return next
    }
    case "answered": {
      const { itemId } = action.result
      if (states.get(itemId)?.awaiting !== action.requestNumber) return states
      // The present result follows a stale one in the same answer.
      const awaiting = action.result.stale ? action.requestNumber : null
      return new Map(states).set(itemId, { result: action.result, awaiting, problem: null })
    }
    case "ended": {
      const next = new Map(states)
      for (const [itemId, state] of states) {
        if (state.awaiting !== action.requestNumber) continue
        next.set(itemId, { ...state, awaiting: null, problem: action.problem ?? NO_ANSWER })
      }
      return next
    }
    case "kept": {
      const kept = new Set(action.itemIds)
      return new Map([...states].filter(([itemId]) => kept.has(itemId)))
    }
  }
}

const NO_ANSWER: TileProblem = { message: "The server sent nothing for this card.", passing: false }

/** The tiles worth trying again by themselves: the fault was on the way, or in the executor. */
export function tilesToRetry(states: TileStates): string[] {
  return [...states]
    .filter(
      ([, { problem, result, awaiting }]) => awaiting === null && (problem ? problem.passing : isUnavailable(result)),
    )
    .map(([itemId]) => itemId)
}

/** Whether the card could not be run at all just now. */
export function isUnavailable(result: TileResult | null): boolean {
  const error = result?.error
  if (!error) return false
  return error.code === "unavailable" || ("retryable" in error && error.retryable === true)
}

const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30_000

/** How long to wait before the nth retry in a row (from 0). */
export const retryDelayMs = (attempt: number): number => Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt)

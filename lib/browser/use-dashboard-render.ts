"use client"

import { useCallback, useEffect, useReducer, useRef } from "react"
import type { FilterValues } from "#lib/domain/filter.ts"
import type { CardId } from "#lib/domain/ids.ts"
import { ApiError } from "./api.ts"
import { errorMessage } from "./error-message.ts"
import { renderStream, type RenderTarget } from "./render-stream.ts"
import { retryDelayMs, tileStates, tilesToRetry, type TileProblem, type TileStates } from "./tile-states.ts"

export type CardTileRef = { itemId: string; cardId: CardId }

export type DashboardRender = {
  states: TileStates
  /** Runs these tiles' cards again under the present filters, whatever results are at hand. */
  rerun: (itemIds: readonly string[]) => void
}

const FILTER_DEBOUNCE_MS = 150

/**
 * Runs a dashboard's cards, again whenever the filters change, and by itself while the executor is away.
 * `tiles`: those that are saved on it; the list may change, its items' ids mean the same cards.
 * `onRefused` hears of answers that concern the whole page, such as a link that is gone.
 */
export function useDashboardRender(
  target: RenderTarget,
  tiles: readonly CardTileRef[],
  filters: FilterValues,
  onRefused?: (error: ApiError) => void,
): DashboardRender {
  const [states, dispatch] = useReducer(tileStates, new Map())
  const requestNumber = useRef(0)
  const wholePage = useRef<AbortController | null>(null)
  const failuresInARow = useRef(0)
  const latest = useRef({ target, tiles, filters, onRefused })
  useEffect(() => {
    latest.current = { target, tiles, filters, onRefused }
  })

  const ask = useCallback(async (itemIds: readonly string[], signal: AbortSignal, refresh = false) => {
    requestNumber.current += 1
    const number = requestNumber.current
    const asked = latest.current.tiles.filter(({ itemId }) => itemIds.includes(itemId))
    const isWhole = asked.length === latest.current.tiles.length
    if (asked.length === 0) return
    dispatch({ type: "asked", requestNumber: number, itemIds })
    try {
      const query = {
        target: latest.current.target,
        filters: latest.current.filters,
        ...(refresh && { refresh }),
        ...(isWhole ? {} : { cardIds: [...new Set(asked.map(({ cardId }) => cardId))] }),
      }
      for await (const result of renderStream(query, signal)) {
        dispatch({ type: "answered", requestNumber: number, result })
      }
      dispatch({ type: "ended", requestNumber: number, problem: null })
    } catch (error) {
      if (signal.aborted) return
      dispatch({ type: "ended", requestNumber: number, problem: problemOf(error) })
      if (error instanceof ApiError) latest.current.onRefused?.(error)
    }
  }, [])

  // Objects are made anew by every drawing of the page; their content decides.
  const filtersKey = JSON.stringify(filters)
  const tilesKey = tiles.map(({ itemId, cardId }) => `${itemId}:${cardId}`).join(",")
  const isFirst = useRef(true)

  useEffect(() => {
    const controller = new AbortController()
    const start = () => {
      wholePage.current?.abort()
      wholePage.current = controller
      failuresInARow.current = 0
      const itemIds = latest.current.tiles.map(({ itemId }) => itemId)
      dispatch({ type: "kept", itemIds })
      void ask(itemIds, controller.signal)
    }
    const timer = setTimeout(start, isFirst.current ? 0 : FILTER_DEBOUNCE_MS)
    isFirst.current = false
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [ask, target.path, filtersKey, tilesKey])

  const askOnPage = useCallback(
    (itemIds: readonly string[], refresh: boolean) => {
      const signal = wholePage.current?.signal
      if (signal && !signal.aborted) void ask(itemIds, signal, refresh)
    },
    [ask],
  )
  const rerun = useCallback((itemIds: readonly string[]) => askOnPage(itemIds, true), [askOnPage])

  const retryKey = tilesToRetry(states).join(",")
  const isBusy = [...states.values()].some(({ awaiting }) => awaiting !== null)
  useEffect(() => {
    if (isBusy) return undefined
    if (retryKey === "") {
      failuresInARow.current = 0
      return undefined
    }
    const timer = setTimeout(() => {
      failuresInARow.current += 1
      askOnPage(retryKey.split(","), false)
    }, retryDelayMs(failuresInARow.current))
    return () => clearTimeout(timer)
  }, [retryKey, isBusy, askOnPage])

  return { states, rerun }
}

function problemOf(error: unknown): TileProblem {
  const passing = error instanceof ApiError && ["unreachable", "unavailable", "rate_limited"].includes(error.code)
  return { message: errorMessage(error), passing, requestId: error instanceof ApiError ? error.requestId : undefined }
}

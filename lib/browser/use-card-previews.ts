"use client"

import { useQueries } from "@tanstack/react-query"
import { dataOf } from "#lib/domain/api.ts"
import { CardPreview } from "#lib/domain/render-line.ts"
import { ApiError, request } from "./api.ts"
import { errorMessage } from "./error-message.ts"
import type { TileState } from "./tile-states.ts"
import type { CardTileRef } from "./use-dashboard-render.ts"

/** What tiles that are not saved yet show: their cards run on their own, without filters. By itemId. */
export function useCardPreviews(tiles: readonly CardTileRef[]): ReadonlyMap<string, TileState> {
  const previews = useQueries({
    queries: tiles.map(({ cardId }) => ({
      queryKey: ["card-preview", cardId],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await request(dataOf(CardPreview), `/api/cards/${cardId}/preview`, { body: {}, signal })).data,
    })),
  })
  return new Map(
    tiles.map(({ itemId, cardId }, index): [string, TileState] => {
      const preview = previews[index]
      if (preview?.data) {
        return [itemId, { result: { itemId, cardId, cached: false, ...preview.data }, awaiting: null, problem: null }]
      }
      const error = preview?.error
      const requestId = error instanceof ApiError ? error.requestId : undefined
      const problem = error ? { message: errorMessage(error), passing: false, requestId } : null
      return [itemId, { result: null, awaiting: null, problem }]
    }),
  )
}

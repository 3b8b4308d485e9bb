import { z } from "zod"
import { dataOf, ListQuery, pageOf } from "../api.ts"
import { Card, CardDraft, CardPatch, CardTrial } from "../card.ts"
import { Filter, FilterValues } from "../filter.ts"
import { CardId } from "../ids.ts"
import { CardPreview } from "../render-line.ts"
import { CardDetail, CardSummary } from "../summaries.ts"
import { endpoint } from "./endpoint.ts"

const cardParams = z.object({ cardId: CardId })
/** `filterDefinitions` says what the values of `filters` mean, as a dashboard would. */
const TrialFilters = { filters: FilterValues.default({}), filterDefinitions: z.array(Filter).max(30).default([]) }

export const listCards = endpoint({
  method: "GET",
  path: "/api/cards",
  summary: "The cards one may see, last changed first",
  access: "signed-in",
  query: ListQuery,
  status: 200,
  response: pageOf(CardSummary),
})

export const createCard = endpoint({
  method: "POST",
  path: "/api/cards",
  summary: "Save a new card",
  access: "signed-in",
  body: CardDraft,
  status: 201,
  response: dataOf(CardDetail),
})

export const readCard = endpoint({
  method: "GET",
  path: "/api/cards/:cardId",
  summary: "A card with its code",
  access: "signed-in",
  params: cardParams,
  status: 200,
  response: dataOf(CardDetail),
})

export const updateCard = endpoint({
  method: "PATCH",
  path: "/api/cards/:cardId",
  summary: "Change a card; each save is a version",
  access: "signed-in",
  params: cardParams,
  body: CardPatch,
  ifMatch: true,
  status: 200,
  response: dataOf(CardDetail),
})

export const deleteCard = endpoint({
  method: "DELETE",
  path: "/api/cards/:cardId",
  summary: "Delete a card; refused while it is on a dashboard, undone by restore",
  access: "signed-in",
  params: cardParams,
  status: 204,
})

export const restoreCard = endpoint({
  method: "POST",
  path: "/api/cards/:cardId/restore",
  summary: "Undo a card's deletion",
  access: "signed-in",
  params: cardParams,
  status: 200,
  response: dataOf(Card),
})

export const previewCard = endpoint({
  method: "POST",
  path: "/api/cards/preview",
  summary: "Run a card that is not saved",
  access: "signed-in",
  body: CardTrial.safeExtend(TrialFilters),
  status: 200,
  response: dataOf(CardPreview),
})

export const previewSavedCard = endpoint({
  method: "POST",
  path: "/api/cards/:cardId/preview",
  summary: "Run a saved card",
  access: "signed-in",
  reads: true,
  params: cardParams,
  body: z.strictObject(TrialFilters),
  status: 200,
  response: dataOf(CardPreview),
})

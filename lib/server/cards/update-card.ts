import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { languageProblem, type Card, type CardPatch } from "#lib/domain/card.ts"
import type { CardId } from "#lib/domain/ids.ts"
import type { CardDetail } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import * as store from "./card-store.ts"
import { checkDeclaredColumns, readUsableDatasets } from "./check-datasets.ts"
import { cardDetail } from "./read-card.ts"

type UpdateCard = { actor: Actor; cardId: CardId; patch: CardPatch; expectedVersion: number }

/** @throws AppError not_found, forbidden, validation_failed, version_conflict with the current card. */
export async function updateCard({ actor, cardId, patch, expectedVersion }: UpdateCard): Promise<CardDetail> {
  const { thing: card } = await findPermitted(actor, "edit", "card", store.getCard(cardId))
  checkDeclaredColumns({ ...card, ...patch })
  // Datasets it reads already stay, whoever saves; only new ones must be the saver's to use.
  const known = new Set(card.datasets.map(({ datasetId }) => datasetId))
  await readUsableDatasets(actor, patch.datasets?.filter(({ datasetId }) => !known.has(datasetId)) ?? [])
  return cardDetail(actor, await store.updateCard(cardId, fitting(card, patch), expectedVersion))
}

/** A chart goes with the SQL it draws. @throws AppError validation_failed when the card as a whole would not fit its language. */
function fitting(card: Card, patch: CardPatch): CardPatch {
  const leavesSql = patch.language === "python" && patch.chart === undefined
  const fitted = leavesSql ? { ...patch, chart: null } : patch
  const problem = languageProblem({ ...card, ...fitted })
  if (!problem) return fitted
  throw new AppError("validation_failed", `${problem.path.join(".")}: ${problem.message}`, {
    details: [{ path: ["body", ...problem.path], message: problem.message }],
  })
}

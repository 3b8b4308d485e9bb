import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { SharesPage } from "#lib/domain/endpoints/sharing.ts"
import type { Principal, Share } from "#lib/domain/grant.ts"
import type { CardId, DatasetId, ShareId, UserId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getCard, type StoredCard } from "../cards/card-store.ts"
import { getDataset, getDatasets, type StoredDataset } from "../datasets/dataset-store.ts"
import { readAsker } from "../users/read-asker.ts"
import { listShares } from "./list-shares.ts"
import { addShare, removeShare } from "./manage-shares.ts"
import { transferThing } from "./transfer-thing.ts"

/** A dataset or card that others are let use. */
export type UsedThing =
  | { actor: Actor; kind: "dataset"; datasetId: DatasetId }
  | { actor: Actor; kind: "card"; cardId: CardId }
type Found = { kind: "dataset"; thing: StoredDataset } | { kind: "card"; thing: StoredCard }

/** @throws AppError not_found, forbidden. */
export async function findOwnThing(named: UsedThing): Promise<Found> {
  if (named.kind === "dataset") {
    const { thing } = await findPermitted(named.actor, "own", "dataset", getDataset(named.datasetId))
    return { kind: "dataset", thing }
  }
  return { kind: "card", thing: (await findPermitted(named.actor, "own", "card", getCard(named.cardId))).thing }
}

/** @throws AppError not_found, forbidden. */
export const listUses = async (named: UsedThing): Promise<SharesPage> =>
  listShares(named.actor, (await findOwnThing(named)).thing)

/** Lets somebody see a thing, read it and build on it, but not change it. @throws AppError not_found, forbidden, and as addShare. */
export const letUse = async (named: UsedThing, principal: Principal): Promise<Share> =>
  addShare({ actor: named.actor, ...(await findOwnThing(named)), principal, role: "viewer" })

/** @throws AppError not_found, forbidden. */
export const takeBackUse = async (named: UsedThing, shareId: ShareId): Promise<void> =>
  removeShare({ actor: named.actor, ...(await findOwnThing(named)), shareId })

/** @throws AppError not_found, forbidden, as transferThing; conflict naming the datasets a card's new owner may not use. */
export async function transferUsedThing(named: UsedThing, userId: UserId): Promise<{ ownerId: UserId }> {
  const found = await findOwnThing(named)
  return transferThing({
    actor: named.actor,
    ...found,
    to: userId,
    keeps: "viewer",
    check: async () => {
      if (found.kind === "card") await checkUsable(named.actor, found.thing, userId)
    },
  })
}

/** A card runs with its owner's rights, so it would stop working with an owner who may not use what it reads. */
async function checkUsable(actor: Actor, card: StoredCard, userId: UserId): Promise<void> {
  const [newOwner, datasets] = await Promise.all([
    readAsker(userId),
    getDatasets(card.datasets.map(({ datasetId }) => datasetId)),
  ])
  const missing = datasets.filter((dataset) => !newOwner || !atLeast(rightOn(newOwner, dataset), "view"))
  if (missing.length === 0) return
  // The owner may have lost sight of a dataset themselves: then its alias is all they know.
  const named = missing.map((dataset) => ({
    id: dataset.id,
    name: atLeast(rightOn(actor, dataset), "view")
      ? dataset.name
      : (card.datasets.find(({ datasetId }) => datasetId === dataset.id)?.alias ?? dataset.id),
  }))
  const names = named.map(({ name }) => `"${name}"`).join(", ")
  throw new AppError(
    "conflict",
    `The new owner may not use ${names}, which this card reads. Have these datasets shared with them first.`,
    { details: { datasets: named } },
  )
}

import "server-only"
import type { SharesPage } from "#lib/domain/endpoints/sharing.ts"
import type { Principal, Share } from "#lib/domain/grant.ts"
import type { CardId, DatasetId, ShareId, UserId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getCard, type StoredCard } from "../cards/card-store.ts"
import { getDataset, type StoredDataset } from "../datasets/dataset-store.ts"
import { checkMayRead } from "./check-may-read.ts"
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
    before: async () => {
      if (found.kind === "card")
        await checkMayRead({ actor: named.actor, kind: "card", reads: found.thing.datasets }, userId)
    },
  })
}

import "server-only"
import type { SharesPage } from "#lib/domain/endpoints/sharing.ts"
import type { Owned } from "#lib/domain/permissions.ts"
import type { Actor } from "#lib/domain/user.ts"
import { readNames } from "../users/read-names.ts"
import { describeGrants } from "./describe-grants.ts"
import { mayTransfer } from "./transfer-thing.ts"

/** Whom a thing is shared with, for its owners: the caller has checked that it is theirs. */
export async function listShares(actor: Actor, thing: Owned): Promise<SharesPage> {
  const [data, names] = await Promise.all([describeGrants(thing), readNames([thing.ownerId])])
  return {
    data,
    nextCursor: null,
    owner: { id: thing.ownerId, name: names.get(thing.ownerId) ?? "Someone" },
    canTransfer: mayTransfer(actor, thing),
  }
}

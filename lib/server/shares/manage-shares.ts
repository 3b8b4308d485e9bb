import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { principalKey, type Grant, type GrantRole, type Principal, type Share } from "#lib/domain/grant.ts"
import { newId, type ShareId } from "#lib/domain/ids.ts"
import type { Owned } from "#lib/domain/permissions.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { checkPrincipal } from "./check-principal.ts"
import { describeGrants } from "./describe-grants.ts"
import { changeGrants } from "./grant-store.ts"
import type { SharedKind } from "./shared-thing.entity.ts"

/** Something whose sharing is the actor's to change: the caller has checked that. */
export type OwnThing = Owned & { id: string; name: string }
type OnThing = { actor: Actor; kind: SharedKind; thing: OwnThing }

/** Shares a thing; with whom it is shared with already, the share has the new role. @throws AppError as checkPrincipal and changeGrants. */
export async function addShare({
  actor,
  kind,
  thing,
  principal,
  role,
}: OnThing & { principal: Principal; role: GrantRole }): Promise<Share> {
  const name = await checkPrincipal(actor, thing, principal)
  const key = principalKey(principal)
  const isSame = (grant: Grant) => principalKey(grant.principal) === key
  await recordAudit({
    type: thing.grants.some(isSame) ? "share.changed" : "share.added",
    targetId: thing.id,
    targetName: thing.name,
    details: { kind, with: key, name, role },
  })
  const given: Grant = {
    id: newId("shr"),
    principal,
    role,
    grantedBy: actor.userId,
    grantedAt: new Date().toISOString(),
  }
  const grants = await changeGrants(kind, thing.id, (before) => {
    const known = before.find(isSame)
    if (known?.role === role) return before
    return known ? before.map((grant) => (grant === known ? { ...given, id: known.id } : grant)) : [...before, given]
  })
  return describeOne(thing, grants, isSame)
}

/** @throws AppError not_found */
export async function changeShare({
  actor,
  kind,
  thing,
  shareId,
  role,
}: OnThing & { shareId: ShareId; role: GrantRole }): Promise<Share> {
  const { principal } = findGrant(thing.grants, shareId)
  await recordAudit({
    type: "share.changed",
    targetId: thing.id,
    targetName: thing.name,
    details: { kind, with: principalKey(principal), role },
  })
  const grants = await changeGrants(kind, thing.id, (before) => {
    const known = findGrant(before, shareId)
    if (known.role === role) return before
    const changed = { ...known, role, grantedBy: actor.userId, grantedAt: new Date().toISOString() }
    return before.map((grant) => (grant === known ? changed : grant))
  })
  return describeOne(thing, grants, ({ id }) => id === shareId)
}

/** From the next request on. @throws AppError not_found */
export async function removeShare({ kind, thing, shareId }: OnThing & { shareId: ShareId }): Promise<void> {
  const { principal, role } = findGrant(thing.grants, shareId)
  await changeGrants(kind, thing.id, (before) => {
    findGrant(before, shareId)
    return before.filter(({ id }) => id !== shareId)
  })
  await recordAudit({
    type: "share.removed",
    targetId: thing.id,
    targetName: thing.name,
    details: { kind, with: principalKey(principal), role },
  })
}

/** @throws AppError not_found */
export function findGrant(grants: readonly Grant[], shareId: ShareId): Grant {
  const grant = grants.find(({ id }) => id === shareId)
  if (!grant) throw new AppError("not_found", "There is no such share. It may have been taken back already.")
  return grant
}

async function describeOne(
  thing: OwnThing,
  grants: readonly Grant[],
  which: (grant: Grant) => boolean,
): Promise<Share> {
  const [share] = await describeGrants({ ownerId: thing.ownerId, grants: grants.filter(which) })
  if (!share) throw new AppError("not_found", "There is no such share. It may have been taken back already.")
  return share
}

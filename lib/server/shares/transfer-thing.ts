import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Grant, GrantRole } from "#lib/domain/grant.ts"
import { newId, type UserId } from "#lib/domain/ids.ts"
import type { Owned } from "#lib/domain/permissions.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { checkPerson } from "./check-principal.ts"
import { changeGrants, changeOwner } from "./grant-store.ts"
import type { OwnThing } from "./manage-shares.ts"
import type { SharedKind } from "./shared-thing.entity.ts"

/** Whoever owns a thing by a share may do all with it but this. */
export const mayTransfer = (actor: Actor, { ownerId }: Pick<Owned, "ownerId">): boolean =>
  actor.role === "admin" || actor.userId === ownerId

type Transfer = {
  actor: Actor
  kind: SharedKind
  thing: OwnThing
  to: UserId
  /** What the owner until now may do from then on. */
  keeps: GrantRole
  /** More to be asked of the new owner. */
  check?: () => Promise<void>
}

/**
 * Hands a thing on. Its owner may, and admins; whoever owns it by a share may not. The owner until now keeps a share,
 * so that what they built on it goes on working until the new owner takes that back.
 * @throws AppError forbidden; validation_failed for a new owner we don't know, who is disabled, or who owns it already;
 *   conflict when somebody else changes it at the same moment; too_large beyond MAX_GRANTS.
 */
export async function transferThing({ actor, kind, thing, to, keeps, check }: Transfer): Promise<{ ownerId: UserId }> {
  if (!mayTransfer(actor, thing))
    throw new AppError("forbidden", `Only the person whose ${kind} this is, or an admin, may hand it on.`)
  const name = await checkPerson(to)
  if (to === thing.ownerId) {
    const message = `${name} owns this already.`
    throw new AppError("validation_failed", message, { details: [{ path: ["body", "userId"], message }] })
  }
  await check?.()
  await recordAudit({
    type: "owner.changed",
    targetId: thing.id,
    targetName: thing.name,
    details: { kind, from: thing.ownerId, to },
  })
  const kept: Grant = {
    id: newId("shr"),
    principal: { type: "user", userId: thing.ownerId },
    role: keeps,
    grantedBy: actor.userId,
    grantedAt: new Date().toISOString(),
  }
  // In this order nobody is without their right between the writes; a share with the owner says nothing.
  await changeGrants(kind, thing.id, (before) => [...before.filter(isNotOf(thing.ownerId)), kept])
  if (!(await changeOwner(kind, thing.id, thing.ownerId, to)))
    throw new AppError(
      "conflict",
      `Somebody else changed this ${kind} at the same moment. Look again, then hand it on.`,
    )
  await changeGrants(kind, thing.id, (before) => before.filter(isNotOf(to)))
  return { ownerId: to }
}

const isNotOf =
  (userId: UserId) =>
  ({ principal }: Grant): boolean =>
    principal.type !== "user" || principal.userId !== userId

import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { newId, type UserId } from "#lib/domain/ids.ts"
import type { OidcPerson } from "#lib/domain/oidc-claims.ts"
import type { OidcRefusal } from "#lib/domain/oidc-refusal.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { followClaimedGroups } from "../groups/follow-claimed-groups.ts"
import { log } from "../log.ts"
import { updateAccount } from "../users/manage-users.ts"
import { createUser, getUserByEmail, getUserByIdentity, linkIdentity, type StoredUser } from "../users/user-store.ts"
import { oidcSettings } from "../web-env.ts"

type Outcome = { userId: UserId } | { refused: OidcRefusal }

/**
 * The account of somebody whom the issuer has signed in, made or linked at their first time; its groups, and its role
 * where a group decides it, are made to agree with what the issuer says now.
 *
 * An account is found by issuer and subject. One with the same address is theirs only if the issuer has verified the
 * address and it was an admin who gave it: else whoever typed somebody's address first would share their account.
 */
export async function signInByOidc(person: OidcPerson): Promise<Outcome> {
  const found = await findOrMake(person)
  if ("refused" in found || found.user.disabled) {
    const refused = "refused" in found ? found.refused : "oidc_disabled"
    await recordAudit({
      type: "session.sign_in_failed",
      targetId: "user" in found ? found.user.id : null,
      details: { means: "oidc", reason: refused },
      by: { userId: null, via: "none", userName: person.email ?? person.name },
    })
    return { refused }
  }
  const { user } = found
  if (person.groups) await followClaimedGroups(user.id, person.groups)
  await followAdminGroup(user, person)
  return { userId: user.id }
}

type Found = { user: StoredUser } | { refused: OidcRefusal }

async function findOrMake(person: OidcPerson): Promise<Found> {
  const known = await getUserByIdentity(person)
  if (known) return { user: known }
  const { email, address, issuer, subject } = person
  if (email === null) return { refused: "oidc_no_address" }
  if (address === "unverified") return { refused: "oidc_unverified" }
  const identity = { issuer, subject }
  const holder = await getUserByEmail(email)
  if (!holder) return make(person, email)
  if (address !== "verified" || holder.addressIsTheirWord || holder.hasIdentity) return madeMeanwhile(identity)
  if (holder.disabled) return { refused: "oidc_disabled" }
  if (!(await linkIdentity(holder.id, holder.email, identity))) return madeMeanwhile(identity)
  await recordAudit({
    type: "user.updated",
    targetId: holder.id,
    targetName: holder.name,
    details: { signInLinked: issuer },
    by: { userId: holder.id, via: "none" },
  })
  return { user: { ...holder, hasIdentity: true } }
}

async function make({ issuer, subject, name }: OidcPerson, email: string): Promise<Found> {
  const id = newId("usr")
  await recordAudit({
    type: "user.created",
    targetId: id,
    targetName: name,
    details: { email, role: "member", means: "oidc" },
    by: { userId: id, via: "none", userName: name },
  })
  try {
    const identity = { issuer, subject }
    return { user: await createUser({ id, email, name, role: "member", passwordHash: null, identity }) }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "conflict") throw error
    return madeMeanwhile({ issuer, subject })
  }
}

/** Of two first sign-ins at once, one makes or links the account; to the other it is theirs as well. */
async function madeMeanwhile(identity: Pick<OidcPerson, "issuer" | "subject">): Promise<Found> {
  const made = await getUserByIdentity(identity)
  return made ? { user: made } : { refused: "oidc_address_taken" }
}

async function followAdminGroup({ id, role }: StoredUser, { groups }: OidcPerson): Promise<void> {
  const adminGroup = oidcSettings()?.adminGroup?.toLowerCase()
  if (adminGroup === undefined || groups === null) return
  const claimed = groups.some((name) => name.toLowerCase() === adminGroup) ? "admin" : "member"
  if (claimed === role) return
  try {
    await updateAccount({ userId: id, patch: { role: claimed } })
  } catch (error) {
    // The last admin stays one.
    if (!(error instanceof AppError) || error.code !== "conflict") throw error
    log.warn({ userId: id }, "the sign-in's groups would leave nobody who can sign in as an admin")
  }
}

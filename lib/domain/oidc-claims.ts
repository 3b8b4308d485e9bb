import { z } from "zod"
import { GroupName } from "./group.ts"
import { Email } from "./user.ts"

/** More groups than this are a directory's, not a team's: the rest is left out. */
const MAX_GROUPS = 200

const Claims = z.object({
  iss: z.string().min(1).max(500),
  sub: z.string().min(1).max(255),
  email: Email.optional().catch(undefined),
  // Some issuers write it as text.
  email_verified: z.union([z.boolean(), z.stringbool()]).optional().catch(false),
  name: z.string().trim().min(1).optional().catch(undefined),
  preferred_username: z.string().trim().min(1).optional().catch(undefined),
})

/** What an OpenID Connect issuer says of somebody who signed in there. */
export type OidcPerson = {
  issuer: string
  subject: string
  email: string | null
  /** `unsaid` where the issuer does not say whether it has checked the address. */
  address: "verified" | "unverified" | "unsaid"
  name: string
  /** Names of groups; null where groups are no matter of the issuer's. */
  groups: string[] | null
}

/**
 * Reads what an issuer says. A claim for groups that is missing, or no list of names, is no groups: what somebody may
 * do must not rest on what was not said.
 * @param groupClaim its name, null where groups are kept here.
 */
export function readOidcClaims(raw: Record<string, unknown>, groupClaim: string | null): OidcPerson | null {
  const parsed = Claims.safeParse(raw)
  if (!parsed.success) return null
  const { iss, sub, email, email_verified: verified, name, preferred_username: username } = parsed.data
  return {
    issuer: iss,
    subject: sub,
    email: email ?? null,
    address: verified === undefined ? "unsaid" : verified ? "verified" : "unverified",
    name: (name ?? username ?? email?.split("@")[0] ?? sub).slice(0, 200),
    groups: groupClaim === null ? null : groupNames(raw[groupClaim]),
  }
}

function groupNames(claim: unknown): string[] {
  const listed = typeof claim === "string" ? [claim] : Array.isArray(claim) ? claim : []
  const names = listed.flatMap((name) => GroupName.safeParse(name).data ?? [])
  const byFolded = new Map(names.map((name) => [name.toLowerCase(), name]))
  return [...byFolded.values()].slice(0, MAX_GROUPS)
}

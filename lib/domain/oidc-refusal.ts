import { z } from "zod"

/** Why somebody whom the issuer has signed in is not let in here. */
export const OidcRefusal = z.enum([
  "oidc_disabled",
  "oidc_no_address",
  "oidc_unverified",
  "oidc_address_taken",
  "oidc_unreadable",
])
export type OidcRefusal = z.infer<typeof OidcRefusal>

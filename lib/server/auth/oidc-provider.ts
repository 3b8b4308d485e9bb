import "server-only"
import type { OAuthConfig } from "next-auth/providers/oauth"
import { z } from "zod"
import { oidcSettings } from "../web-env.ts"

const TIMEOUT_MS = 10_000

export const OIDC_PROVIDER = "oidc"

/** The organisation's sign-in as next-auth knows it; none where it is not set up. Codes only, with PKCE, state and nonce. */
export function oidcProviders(): OAuthConfig<Record<string, unknown>>[] {
  const settings = oidcSettings()
  if (!settings) return []
  return [
    {
      id: OIDC_PROVIDER,
      name: settings.name,
      type: "oauth",
      wellKnown: `${settings.issuer}/.well-known/openid-configuration`,
      clientId: settings.clientId,
      clientSecret: settings.clientSecret,
      authorization: { params: { scope: settings.scopes } },
      checks: ["pkce", "state", "nonce"],
      idToken: true,
      httpOptions: { timeout: TIMEOUT_MS },
      userinfo: {
        // Many issuers put addresses and groups there only.
        request: async ({ client, tokens }) => {
          const claims = claimsOf(tokens.id_token)
          if (!client.issuer.metadata.userinfo_endpoint || !tokens.access_token) return claims
          const { sub, ...more } = await client.userinfo(tokens.access_token)
          if (sub !== claims["sub"]) throw new Error("The issuer's two answers are about different people")
          return { ...more, ...claims }
        },
      },
      profile: ({ sub }) => ({ id: String(sub) }),
    },
  ]
}

const Claims = z.record(z.string(), z.unknown())

/** What an ID token says, whose signature, issuer, audience and nonce the client has checked by now. */
function claimsOf(idToken: string | undefined): z.infer<typeof Claims> {
  const payload = idToken?.split(".")[1] ?? ""
  return Claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")))
}

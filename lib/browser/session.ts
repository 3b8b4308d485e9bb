import { z } from "zod"
import { request } from "./api.ts"

const CsrfAnswer = z.object({ csrfToken: z.string() })
/** next-auth answers with where it would have sent the browser; the reason for a refusal is in that address. */
const FormAnswer = z.object({ url: z.string() })

/** `refused`: the credentials don't count. `unavailable`: nothing can be said about them now. */
export type SignInOutcome = "signed-in" | "refused" | "rate_limited" | "unavailable"

/**
 * Signs in through next-auth's HTTP API: not by its own client, which leaves the page for a bare error when the
 * server can't answer.
 */
export async function signIn(
  provider: "credentials" | "setup-token",
  fields: Record<string, string>,
): Promise<SignInOutcome> {
  try {
    return outcomeOf(await postForm(`/api/auth/callback/${provider}`, fields))
  } catch {
    return "unavailable"
  }
}

/** Leaves for the organisation's own sign-in, which leads back to `next`, a path of this site. Rejects when it can't be reached. */
export async function leaveForIssuer(next: string): Promise<void> {
  const { csrfToken } = await request(CsrfAnswer, "/api/auth/csrf")
  const response = await fetch("/api/auth/signin/oidc", {
    method: "POST",
    body: new URLSearchParams({ csrfToken, callbackUrl: next, json: "true" }),
  })
  const destination = new URL(FormAnswer.parse(await response.json()).url, location.origin)
  // An address of our own is next-auth's way of saying that the issuer gave no answer.
  if (destination.origin === location.origin) throw new Error("the issuer can't be reached")
  location.assign(destination)
}

/** Ends this session. Rejects when the server could not be told. */
export async function signOut(): Promise<void> {
  const destination = await postForm("/api/auth/signout", {})
  if (destination.has("csrf")) throw new Error("the form's token was not accepted")
}

/** The query of the address that next-auth answers with. */
async function postForm(path: string, fields: Record<string, string>): Promise<URLSearchParams> {
  const { csrfToken } = await request(CsrfAnswer, "/api/auth/csrf")
  const response = await fetch(path, {
    method: "POST",
    body: new URLSearchParams({ ...fields, csrfToken, callbackUrl: "/", json: "true" }),
  })
  const { url } = FormAnswer.parse(await response.json())
  return new URL(url, location.origin).searchParams
}

/** Exported for its table of tests. */
export function outcomeOf(destination: URLSearchParams): SignInOutcome {
  // Sent back for a fresh token: the form was refused, whoever it was from.
  if (destination.has("csrf")) return "unavailable"
  switch (destination.get("error")) {
    case null:
      return "signed-in"
    case "CredentialsSignin":
      return "refused"
    case "rate_limited":
      return "rate_limited"
    default:
      return "unavailable"
  }
}

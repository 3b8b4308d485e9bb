import { join } from "node:path"
import { z } from "zod"
import { browserSession } from "./browser-session.ts"
import { freePort } from "./free-port.ts"
import { startProgram, untilProgram } from "./start-program.ts"

const program = join(import.meta.dirname, "oidc-issuer.mjs")
const CLIENT = { CLIENT_ID: "cardloom", CLIENT_SECRET: "a secret between the tests' issuer and Cardloom" }

/** What the issuer knows of somebody: `id` is the subject, the rest are claims. */
export type IssuedPerson = {
  id: string
  name: string
  email?: string
  email_verified?: boolean
  groups?: string[]
}

export type OidcIssuer = {
  url: string
  /** What a stack needs to know of it. */
  env: Record<string, string>
  /** Whom it knows from now on, and how long its codes hold. */
  knows: (people: IssuedPerson[], settings?: { codeSeconds: number }) => Promise<void>
  /** Signs in as somebody with a browser that nobody is signed in with. Answers the address it leads back to. */
  signIn: (authorization: URL, personId: string) => Promise<URL>
  codeHolds: (code: string) => Promise<boolean>
  stop: () => Promise<void>
}

/** A real OpenID Connect issuer, whose one client is the stack that listens, or will, on `stackUrl`. */
export async function startOidcIssuer(stackUrl: string, port?: number): Promise<OidcIssuer> {
  const listening = port ?? (await freePort())
  const url = `http://127.0.0.1:${listening}`
  const redirectUri = new URL("/api/auth/callback/oidc", stackUrl).href
  const issuer = startProgram(process.execPath, [program], {
    ...CLIENT,
    NODE_ENV: "test",
    PORT: String(listening),
    REDIRECT_URI: redirectUri,
  })
  await untilProgram(issuer, "the issuer is ready", () => issuer.output().includes("is ready"))
  return {
    url,
    env: {
      AUTH_OIDC_ISSUER: url,
      AUTH_OIDC_CLIENT_ID: CLIENT.CLIENT_ID,
      AUTH_OIDC_CLIENT_SECRET: CLIENT.CLIENT_SECRET,
      AUTH_OIDC_NAME: "Example Ltd",
      AUTH_OIDC_SCOPES: "openid email profile groups",
      AUTH_OIDC_GROUP_CLAIM: "groups",
    },
    knows: async (people, { codeSeconds } = { codeSeconds: 60 }) => {
      const answer = await fetch(`${url}/control`, { method: "PUT", body: JSON.stringify({ people, codeSeconds }) })
      if (!answer.ok) throw new Error(`The issuer answered ${answer.status} when told whom it knows.`)
    },
    signIn: async (authorization, personId) => {
      const browser = browserSession(url)
      let next = authorization
      for (let hop = 0; hop < 10; hop += 1) {
        const { status, headers, body } = await browser.send("GET", next.href)
        const location = headers.get("location")
        if (location) next = new URL(location, url)
        else if (next.pathname === "/people") next = new URL(`/people/choice?as=${personId}`, url)
        else throw new Error(`The issuer answered ${status} at ${next.href}: ${String(body)}\n${issuer.output()}`)
        if (next.href.startsWith(redirectUri)) return next
      }
      throw new Error("The issuer leads nowhere.")
    },
    codeHolds: async (code) => {
      const answer = await fetch(`${url}/control/code?code=${code}`)
      return z.object({ holds: z.boolean() }).parse(await answer.json()).holds
    },
    stop: issuer.stop,
  }
}

/**
 * An OpenID Connect issuer as a program of its own, with a page on which one signs in as anybody of its list by name.
 * `PUT /control` sets that list and how long codes hold; `GET /control/code?code=` says whether one still does.
 */
import { createServer } from "node:http"
import { json } from "node:stream/consumers"
import { Provider } from "oidc-provider"

const { PORT, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI } = process.env
const issuer = `http://127.0.0.1:${PORT}`

/** What the issuer says of each of its people: `id` is the subject, the rest are claims. */
let people = []
let codeSeconds = 60

const provider = new Provider(issuer, {
  clients: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [REDIRECT_URI] }],
  cookies: { keys: ["a key of the tests"] },
  claims: { email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
  features: { devInteractions: { enabled: false } },
  pkce: { required: () => true },
  ttl: { AuthorizationCode: () => codeSeconds },
  interactions: { url: () => "/people" },
  findAccount: (_, id) => {
    const person = people.find((each) => each.id === id)
    return person && { accountId: id, claims: () => ({ ...person, sub: id }) }
  },
  // Whoever signs in agrees to all that is asked of them.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
    grant.addOIDCScope("openid email profile groups")
    await grant.save()
    return grant
  },
})

const answerOidc = provider.callback()

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, issuer)
  if (request.method === "PUT" && pathname === "/control") {
    const settings = await json(request)
    people = settings.people
    codeSeconds = settings.codeSeconds
    return response.writeHead(204).end()
  }
  if (pathname === "/control/code") {
    const code = await provider.AuthorizationCode.find(searchParams.get("code"))
    return response.end(JSON.stringify({ holds: code !== undefined && !code.isExpired }))
  }
  if (pathname === "/people") return response.setHeader("content-type", "text/html").end(page())
  if (pathname === "/people/choice") {
    const result = { login: { accountId: searchParams.get("as"), remember: false } }
    return provider.interactionFinished(request, response, result)
  }
  return answerOidc(request, response)
})

// The interaction's cookie is for paths below its page's.
function page() {
  const links = people.map(({ id, name }) => `<li><a href="/people/choice?as=${id}">${name}</a></li>`)
  return `<!doctype html><meta charset="utf-8"><title>Who are you?</title><link rel="icon" href="data:,"><ul>${links.join("")}</ul>`
}

server.listen(Number(PORT), "127.0.0.1", () => process.stdout.write("The issuer is ready\n"))

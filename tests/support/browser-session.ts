/** A browser's view of signing in: cookies kept by hand, Origin sent as browsers do. */
export type BrowserSession = {
  send: (
    method: string,
    path: string,
    request?: { body?: unknown; headers?: Record<string, string> },
  ) => Promise<{ status: number; headers: Headers; body: unknown }>
  /** Posts to next-auth as its own client does. Answers the URL it leads to, or the error's code in it. */
  signIn: (
    provider: "credentials" | "setup-token",
    fields: Record<string, string>,
  ) => Promise<{ status: number; error: string | null }>
  /** Asks for the way to the organisation's sign-in, as its button does. Answers the address it leads to. */
  leaveForIssuer: (next?: string) => Promise<URL>
  signOut: () => Promise<void>
  cookies: Map<string, string>
}

export function browserSession(url: string, origin = new URL(url).origin): BrowserSession {
  const cookies = new Map<string, string>()

  async function request(method: string, path: string, init: { body?: string; headers?: Record<string, string> } = {}) {
    const response = await fetch(new URL(path, url), {
      method,
      redirect: "manual",
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(method !== "GET" && {
          origin,
          "sec-fetch-site": origin === new URL(url).origin ? "same-origin" : "cross-site",
        }),
        ...init.headers,
      },
      ...(init.body !== undefined && { body: init.body }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = cookie.split(";")
      const [name = "", ...value] = pair.split("=")
      const gone = attributes.some(
        (attribute) => /^\s*max-age=0$/i.test(attribute) || /expires=Thu, 01 Jan 1970/i.test(attribute),
      )
      if (gone || value.join("=") === "") cookies.delete(name)
      else cookies.set(name, value.join("="))
    }
    const text = await response.text()
    const isJson = response.headers.get("content-type")?.startsWith("application/json")
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text }
  }

  async function postForm(path: string, fields: Record<string, string>) {
    const { body } = await request("GET", "/api/auth/csrf")
    const csrfToken = typeof body === "object" && body !== null && "csrfToken" in body ? String(body.csrfToken) : ""
    const form = new URLSearchParams({ callbackUrl: url, ...fields, csrfToken, json: "true" })
    return request("POST", path, {
      body: form.toString(),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    })
  }

  const leadsTo = (body: unknown): string =>
    typeof body === "object" && body !== null && "url" in body ? String(body.url) : url

  return {
    cookies,
    send: (method, path, { body, headers } = {}) =>
      request(method, path, {
        ...(body !== undefined && { body: JSON.stringify(body) }),
        headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
      }),
    signIn: async (provider, fields) => {
      const { status, body } = await postForm(`/api/auth/callback/${provider}`, fields)
      return { status, error: new URL(leadsTo(body), url).searchParams.get("error") }
    },
    leaveForIssuer: async (next = "/") => {
      const { body } = await postForm("/api/auth/signin/oidc", { callbackUrl: next })
      return new URL(leadsTo(body), url)
    },
    signOut: async () => {
      await postForm("/api/auth/signout", {})
    },
  }
}

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { RenderLine, type TileResult } from "#lib/domain/render-line.ts"
import { SharedDashboard, ShareLink, ShareLinkWithUrl } from "#lib/domain/share-link.ts"
import { apiClient, type Answer, type ApiClient } from "#tests/support/api-client.ts"
import { rawRequest } from "#tests/support/raw-request.ts"
import { startStackWithMembers, type MemberClient, type StackWithMembers } from "#tests/support/stack-with-members.ts"
import { waitFor } from "#tests/support/wait-for.ts"

const Id = dataOf(z.object({ id: z.string(), version: z.int() }))
const Values = dataOf(z.object({ values: z.array(z.object({ value: z.string() })), min: z.unknown() }))
const REGIONS = ["north", "south", "east"]
const CSV = `region,city,amount\n${REGIONS.flatMap((region) => [1, 2, 3].map((n) => `${region},${region}-${n},${n}`)).join("\n")}\n`
/** Shows all it is given. */
const LIST =
  "def render(dataset, filters, params):\n    print('seen', len(dataset))\n    return dataset[['region', 'city']]"
const FILTERS = [
  { id: "region", type: "category", label: "Region", column: "region" },
  { id: "city", type: "category", label: "City", column: "city" },
]

let world: StackWithMembers
let owner: MemberClient
let reader: ApiClient
let dashboard: string
let card: string
let otherCard: string

beforeAll(async () => {
  world = await startStackWithMembers({ CARDLOOM_LINK_REQUESTS_PER_MINUTE: "300", CARDLOOM_PROXY_HOPS: "1" })
  owner = await world.member("Owner")
  const anyone = apiClient(world.stack.url, null)
  reader = {
    ...anyone,
    send: (method, path, sent) =>
      anyone.send(method, path, { ...sent, headers: { "x-forwarded-for": address, ...sent?.headers } }),
  }
  const { dataset } = await owner.upload("Sales", CSV)
  const make = async (name: string, code: string) => {
    const body = { name, code, datasets: [{ alias: "sales", datasetId: dataset.id }] }
    return (await owner.expect(Id, "POST", "/api/cards", { body })).data.id
  }
  card = await make("List", LIST)
  otherCard = await make("Secret", LIST)
  const broken = await make(
    "Broken",
    "def render(dataset, filters, params):\n    raise ValueError(str(list(dataset.city)))",
  )
  const layout = [
    { itemId: "list", cardId: card, x: 0, y: 0, w: 6, h: 4 },
    // A tile that leaves the filter out must not leave a lock out.
    { itemId: "ignoring", cardId: card, x: 6, y: 0, w: 6, h: 4, ignoredFilterIds: ["region"] },
    { itemId: "broken", cardId: broken, x: 0, y: 4, w: 6, h: 4 },
    { itemId: "words", text: "# Hello", x: 6, y: 4, w: 6, h: 4 },
  ]
  const body = { name: "Board", layout, filters: FILTERS }
  dashboard = (await owner.expect(Id, "POST", "/api/dashboards", { body })).data.id
})
afterAll(async () => world?.stop())

// Each test's readers come from an address of their own, as if through a proxy, since addresses have limits.
let address = ""
beforeEach(() => {
  address = newAddress()
})
const newAddress = () => [...crypto.getRandomValues(new Uint8Array(4))].join(".")

type Made = z.infer<typeof ShareLinkWithUrl> & { token: string }

async function makeLink(body: object = {}, on = dashboard): Promise<Made> {
  const { data } = await owner.expect(dataOf(ShareLinkWithUrl), "POST", `/api/dashboards/${on}/links`, {
    body: { name: "Link", ...body },
  })
  return { ...data, token: data.url.slice(data.url.lastIndexOf("/") + 1) }
}
const lockedTo = (region: string, more: object = {}) => makeLink({ lockedFilters: { region: [region] }, ...more })
const linkPath = ({ id }: { id: string }) => `/api/dashboards/${dashboard}/links/${id}`

const post = (token: string, body: object = {}, headers: Record<string, string> = {}): Promise<Answer> =>
  reader.send("POST", `/api/share/${token}/render`, { body, headers })

function tilesOf(answer: Answer): TileResult[] {
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  const lines = String(answer.body)
    .trimEnd()
    .split("\n")
    .map((line) => RenderLine.parse(JSON.parse(line)))
  expect(lines.at(-1)).toEqual({ done: true })
  return lines.flatMap((line) => ("done" in line || line.stale ? [] : [line]))
}
const regionsIn = (text: string): string[] => REGIONS.filter((region) => text.includes(region))

/** What tells answers apart, but for the request's own id. */
const told = ({ status, body, headers }: Answer): unknown => {
  const { error } = z.object({ error: z.looseObject({ requestId: z.string() }) }).parse(body)
  const { requestId: _id, ...rest } = error
  const names = [...headers.keys()].filter((name) => name !== "date").sort()
  return { status, rest, names }
}

test("a link shows its rows to nobody in particular, and nothing that is behind its lock", async () => {
  const { token } = await lockedTo("north")
  const answer = await post(token)
  expect(
    tilesOf(answer)
      .map(({ itemId }) => itemId)
      .sort(),
  ).toEqual(["broken", "ignoring", "list"])
  // Neither rows, nor what a card printed, nor an error's words, nor how many rows there would be.
  expect(regionsIn(String(answer.body))).toEqual(["north"])
  for (const tile of tilesOf(answer)) {
    expect(tile.stdout).toBe("")
    expect(tile.filtersApplied).toEqual([])
    expect(tile.inputRows).toBe(tile.filteredRows)
    if (tile.itemId === "broken") expect(tile.error?.message).toBe("This card could not be shown.")
    else expect(tile.filteredRows).toBe(3)
  }
})

test("what a link's readers learn of the dashboard says nothing of its owner, data, code or locks", async () => {
  const { token } = await lockedTo("north")
  const answer = await reader.send("GET", `/api/share/${token}`)
  expect(
    dataOf(SharedDashboard)
      .parse(answer.body)
      .data.filters.map(({ id }) => id),
  ).toEqual(["city"])
  const text = JSON.stringify(answer.body)
  for (const hidden of [owner.userId, "ds_", "region", "ignoredFilterIds", "params", "render("])
    expect(text).not.toContain(hidden)
})

test.each<[string, object, number]>([
  ["the locked filter itself", { filters: { region: ["south"] } }, 400],
  ["the locked filter taken off", { filters: { region: null } }, 400],
  ["the same words as an unknown filter", { filters: { nope: ["south"] } }, 400],
  ["locks of its own", { lockedFilters: {} }, 400],
  ["to run the cards again", { refresh: true }, 400],
  ["a view", { filterViewId: "fv_00000000000000000000" }, 400],
  ["a filter by a name of objects", { filters: { constructor: ["x"] } }, 400],
])("a reader who sends %s is refused", async (_, body, status) => {
  const { token } = await lockedTo("north")
  const answer = await post(token, body)
  expect(answer.status).toBe(status)
  expect(regionsIn(JSON.stringify(answer.body).replaceAll('\\"', ""))).toEqual([])
})

test("a locked filter answers as one that is not there", async () => {
  const { token } = await lockedTo("north")
  const [locked, unknown] = [
    await post(token, { filters: { region: [] } }),
    await post(token, { filters: { rex: [] } }),
  ]
  expect(JSON.stringify(told(locked)).replaceAll("region", "rex")).toBe(JSON.stringify(told(unknown)))
  const values = (id: string) => reader.send("GET", `/api/share/${token}/filters/${id}/values`)
  expect(told(await values("region"))).toEqual(told(await values("rex")))
})

test("a lock in the address, a header or a query changes nothing", async () => {
  const { token } = await lockedTo("north")
  const answer = await reader.send(
    "POST",
    `/api/share/${token}/render?filters=%7B%22region%22%3A%5B%22south%22%5D%7D&region=south`,
    {
      body: {},
      headers: { "x-filters": '{"region":["south"]}', "x-locked-filters": "{}" },
    },
  )
  expect(regionsIn(String(answer.body))).toEqual(["north"])
})

test("a lock in a page's address, or a view named there, changes nothing", async () => {
  const views = `/api/dashboards/${dashboard}/filter-views`
  const body = { name: "South", values: { region: ["south"] }, scope: "shared", isDefault: true }
  const { data: view } = await owner.expect(dataOf(z.object({ id: z.string() })), "POST", views, { body })
  const { token } = await lockedTo("north")
  expect((await post(token)).status).toBe(200)
  for (const query of ["", `?view=${view.id}`, `?f.region=${encodeURIComponent('["south"]')}`, "?region=south"])
    for (const path of [`/share/${token}`, `/embed/${token}`]) {
      const { status, text } = await rawRequest(world.stack.url, path + query, { "x-forwarded-for": address })
      expect(status).toBe(200)
      expect(text).toContain("Board")
      expect(text).not.toMatch(/south-\d|east-\d|"South"/)
    }
  expect(regionsIn(String((await post(token)).body))).toEqual(["north"])
  expect((await owner.send("DELETE", `${views}/${view.id}`)).status).toBe(204)
})

test("another dashboard's card is not reached by its id", async () => {
  const { token } = await lockedTo("north")
  expect(tilesOf(await post(token, { cardIds: [otherCard] }))).toEqual([])
})

test("a reader may set the other filters, among the rows the link shows; or may not, where the link says so", async () => {
  const { token } = await lockedTo("north")
  const values = (query = "") => reader.send("GET", `/api/share/${token}/filters/city/values${query}`)
  const { data } = Values.parse((await values()).body)
  expect(data.values.map(({ value }) => value).sort()).toEqual(["north-1", "north-2", "north-3"])
  expect(Values.parse((await values("?q=south")).body).data.values).toEqual([])
  const list = tilesOf(await post(token, { filters: { city: ["north-2", "south-2"] } })).find(
    ({ itemId }) => itemId === "list",
  )
  expect(list?.filteredRows).toBe(1)

  const still = await lockedTo("north", { canFilter: false })
  expect((await post(still.token, { filters: { city: ["north-2"] } })).status).toBe(400)
  expect((await reader.send("GET", `/api/share/${still.token}/filters/city/values`)).status).toBe(404)
})

test("200 requests through two links with different locks, interleaved, hold no row of the other", async () => {
  const links = [await lockedTo("north"), await lockedTo("south")]
  const answers = await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const region = REGIONS[index % 2] ?? ""
      const city = `${region}-${1 + (index % 3)}`
      const filters = index % 4 < 2 ? {} : { city: [city] }
      return { region, answer: await post(links[index % 2]?.token ?? "", { filters }) }
    }),
  )
  for (const { region, answer } of answers) {
    expect(tilesOf(answer)).toHaveLength(3)
    expect(regionsIn(String(answer.body))).toEqual([region])
  }
}, 120_000)

test("a link that is revoked, rotated, expired, or not well-formed answers as one that never was", async () => {
  const revoked = await makeLink()
  const rotated = await makeLink()
  const expired = await makeLink({ expiresAt: new Date(Date.now() + 1500).toISOString() })
  for (const { token } of [revoked, rotated, expired]) expect((await post(token)).status).toBe(200)

  expect((await owner.send("DELETE", linkPath(revoked))).status).toBe(204)
  const { data } = await owner.expect(dataOf(ShareLinkWithUrl), "PATCH", linkPath(rotated), { body: { rotate: true } })
  await waitFor("the link to expire", async () => (await post(expired.token)).status === 404, 10_000)

  const live = (await makeLink()).token
  const flipped = live.replace(/[a-z]/, (letter) => letter.toUpperCase())
  const unknown = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url")
  const reference = told(await post(unknown))
  expect(reference).toMatchObject({ status: 404, rest: { code: "not_found" } })
  for (const token of [
    revoked.token,
    rotated.token,
    expired.token,
    flipped,
    live.slice(0, -1),
    live + live,
    `${live}=`,
    `${live}.json`,
    `${live}%00`,
    `${live}%20`,
    "preview.dash_x.lnk_x.usr_x.9999999999999.AAAA",
    "x",
  ]) {
    for (const [method, path, body] of [
      ["POST", "/render", {}],
      ["GET", "", undefined],
      ["GET", "/filters/city/values", undefined],
      ["POST", "/unlock", { password: "guess" }],
    ] as const)
      expect(told(await reader.send(method, `/api/share/${token}${path}`, { body })), `${token} ${path}`).toEqual(
        reference,
      )
  }
  expect((await post(data.url.slice(data.url.lastIndexOf("/") + 1))).status).toBe(200)
  expect((await post(live)).status).toBe(200)
})

test("a link that is revoked while it is read answers nobody afterwards, and one on a deleted dashboard neither", async () => {
  const body = { name: "Short", layout: [], filters: [] }
  const short = (await owner.expect(Id, "POST", "/api/dashboards", { body })).data
  const { token } = await makeLink({}, short.id)
  expect((await post(token)).status).toBe(200)
  await owner.send("DELETE", `/api/dashboards/${short.id}`)
  expect((await post(token)).status).toBe(404)

  for (let round = 0; round < 5; round += 1) {
    const link = await makeLink()
    let revokedAtMs = Infinity
    const readers = Array.from({ length: 8 }, async () => {
      for (let number = 0; number < 6; number += 1) {
        const askedAtMs = performance.now()
        const { status } = await post(link.token, {}, { "x-forwarded-for": newAddress() })
        if (askedAtMs > revokedAtMs) expect(status).toBe(404)
      }
    })
    await post(link.token)
    await owner.send("DELETE", linkPath(link))
    revokedAtMs = performance.now()
    await Promise.all(readers)
    expect((await post(link.token)).status).toBe(404)
  }
}, 60_000)

test("what is changed of a link, its dashboard or its card shows on the next request", async () => {
  const link = await lockedTo("north")
  expect(regionsIn(String((await post(link.token)).body))).toEqual(["north"])
  await owner.expect(dataOf(ShareLink), "PATCH", linkPath(link), { body: { lockedFilters: { region: ["east"] } } })
  expect(regionsIn(String((await post(link.token)).body))).toEqual(["east"])

  const before = await owner.expect(Id, "GET", `/api/cards/${card}`)
  await owner.expect(Id, "PATCH", `/api/cards/${card}`, {
    body: { code: "def render(dataset, filters, params):\n    return 'changed'" },
    headers: { "if-match": `"${before.data.version}"` },
  })
  expect(String((await post(link.token)).body)).toContain("changed")
  await owner.expect(Id, "PATCH", `/api/cards/${card}`, {
    body: { code: LIST },
    headers: { "if-match": `"${before.data.version + 1}"` },
  })
  expect(String((await post(link.token)).body)).not.toContain("changed")
})

test("a lock whose filter was taken off the dashboard shows nothing, rather than everything", async () => {
  const body = { name: "Fickle", layout: [{ cardId: card, x: 0, y: 0, w: 6, h: 4 }], filters: FILTERS }
  const { data } = await owner.expect(Id, "POST", "/api/dashboards", { body })
  const { token } = await makeLink({ lockedFilters: { region: ["north"] } }, data.id)
  await owner.expect(Id, "PATCH", `/api/dashboards/${data.id}`, {
    body: { filters: FILTERS.slice(1) },
    headers: { "if-match": `"${data.version}"` },
  })
  const answer = await post(token)
  expect(answer.status).toBe(503)
  expect(regionsIn(JSON.stringify(answer.body))).toEqual([])
  const values = await reader.send("GET", `/api/share/${token}/filters/city/values`)
  expect(values.status).not.toBe(200)
})

test("a link with a password shows nothing without it, and its token is for this link and password only", async () => {
  const link = await makeLink({ password: "open sesame" })
  const other = await makeLink({ password: "open sesame" })
  const locked = await post(link.token)
  expect(locked.status).toBe(401)
  expect(locked.body).toMatchObject({ error: { details: { passwordRequired: true } } })
  expect((await reader.send("GET", `/api/share/${link.token}`)).status).toBe(401)

  const unlock = (token: string, password: string) =>
    reader.send("POST", `/api/share/${token}/unlock`, { body: { password } })
  expect((await unlock(link.token, "open barley")).status).toBe(401)
  const Unlocked = dataOf(z.object({ unlockToken: z.string(), expiresAt: z.iso.datetime() }))
  const { unlockToken } = Unlocked.parse((await unlock(link.token, "open sesame")).body).data
  const withToken = { "x-share-unlock": unlockToken }
  expect((await post(link.token, {}, withToken)).status).toBe(200)
  expect((await post(other.token, {}, withToken)).status).toBe(401)
  expect((await post(link.token, {}, { "x-share-unlock": `9${unlockToken}` })).status).toBe(401)

  await owner.expect(dataOf(ShareLink), "PATCH", linkPath(link), { body: { password: "another" } })
  expect((await post(link.token, {}, withToken)).status).toBe(401)
})

test("passwords guessed by the hundred are refused after a few, with when to come back", async () => {
  const { token } = await makeLink({ password: "open sesame" })
  const statuses: number[] = []
  for (let guess = 0; guess < 100; guess += 1) {
    const answer = await reader.send("POST", `/api/share/${token}/unlock`, { body: { password: `guess ${guess}` } })
    statuses.push(answer.status)
    if (answer.status === 429) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0)
  }
  expect(statuses.filter((status) => status === 401).length).toBeLessThan(10)
  expect(new Set(statuses.slice(10))).toEqual(new Set([429]))
}, 60_000)

test("links are their dashboard's owners' to list, without their tokens", async () => {
  const { token, id } = await makeLink({ password: "open sesame" })
  const { body } = await owner.send("GET", `/api/dashboards/${dashboard}/links`)
  expect(JSON.stringify(body)).toContain(id)
  expect(JSON.stringify(body)).not.toContain(token)
  expect(JSON.stringify(body)).not.toMatch(/passwordHash|tokenHash|argon2/)
  // By another dashboard's address a link is not there.
  const elsewhere = (await owner.expect(Id, "POST", "/api/dashboards", { body: { name: "Else", layout: [] } })).data.id
  expect((await owner.send("DELETE", `/api/dashboards/${elsewhere}/links/${id}`)).status).toBe(404)
})

test.each<[string, object]>([
  ["a lock on no filter", { lockedFilters: { nope: ["x"] } }],
  ["a lock that does not fit its filter", { lockedFilters: { region: { min: 1 } } }],
  ["an expiry in the past", { expiresAt: "2020-01-01T00:00:00Z" }],
  ["an origin with a path", { allowedOrigins: ["https://example.org/a"] }],
  ["an origin that is none", { allowedOrigins: ["javascript:alert(1)"] }],
  ["an origin that would be more than one source", { allowedOrigins: ["https://a.example.org; script-src *"] }],
  ["an origin with a wildcard", { allowedOrigins: ["https://*.example.org"] }],
])("%s is refused", async (_, body) => {
  const answer = await owner.send("POST", `/api/dashboards/${dashboard}/links`, { body: { name: "x", ...body } })
  expect(answer.status, JSON.stringify(answer.body)).toBe(400)
})

test("its views are counted, by and by; a preview is none, and shows what a reader sees as long as its maker may share", async () => {
  const link = await lockedTo("north", { password: "open sesame" })
  const listed = async () => {
    const { data } = await owner.expect(
      z.object({ data: z.array(ShareLink) }),
      "GET",
      `/api/dashboards/${dashboard}/links`,
    )
    return data.find(({ id }) => id === link.id)
  }
  const { data } = await owner.expect(dataOf(z.object({ url: z.string() })), "POST", `${linkPath(link)}/preview`)
  const preview = data.url.slice(data.url.lastIndexOf("/") + 1)
  const shown = await post(preview)
  expect(regionsIn(String(shown.body))).toEqual(["north"])
  expect((await post(preview, { filters: { region: ["south"] } })).status).toBe(400)
  expect((await reader.send("GET", `/api/share/${preview}`)).status).toBe(200)
  const forged = preview.replace(/\.(\d+)\./, (_, untilMs: string) => `.${Number(untilMs) + 1}.`)
  expect((await post(forged)).status).toBe(404)

  const unlocked = await reader.send("POST", `/api/share/${link.token}/unlock`, { body: { password: "open sesame" } })
  const { unlockToken } = dataOf(z.object({ unlockToken: z.string() })).parse(unlocked.body).data
  for (let view = 0; view < 3; view += 1)
    await reader.send("GET", `/api/share/${link.token}`, { headers: { "x-share-unlock": unlockToken } })
  await waitFor("the views to be counted", async () => (await listed())?.viewCount === 3, 15_000)
  expect((await listed())?.lastViewedAt).not.toBeNull()
}, 30_000)

test("pages of links are nobody's to keep or index, and framed by whom the link allows", async () => {
  const link = await makeLink({ allowedOrigins: ["https://intranet.example.org:8443"] })
  const none = await makeLink()
  const page = (path: string, headers: Record<string, string> = {}) => rawRequest(world.stack.url, path, headers)
  for (const path of [`/share/${link.token}`, `/embed/${link.token}`]) {
    const { status, headers, text } = await page(path)
    expect(status).toBe(200)
    expect(headers["cache-control"]).toContain("no-store")
    expect(headers["referrer-policy"]).toBe("no-referrer")
    expect(headers["x-robots-tag"]).toContain("noindex")
    expect(text).toContain("Board")
    expect(text).not.toContain(owner.userId)
  }
  const framedBy = async (path: string) =>
    /frame-ancestors ([^;]*)/.exec(String((await page(path)).headers["content-security-policy"]))?.[1]
  expect(await framedBy(`/share/${link.token}`)).toBe("'none'")
  expect(await framedBy(`/embed/${link.token}`)).toContain("https://intranet.example.org:8443")
  expect(await framedBy(`/embed/${none.token}`)).not.toContain("example.org")
  expect((await page(`/embed/${link.token}`)).headers["x-frame-options"]).toBeUndefined()
  expect((await page(`/share/${link.token}`)).headers["x-frame-options"]).toBe("DENY")

  const unknown = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url")
  for (const path of [`/share/${unknown}`, `/embed/${unknown}`, "/share/x", "/embed/x"]) {
    const { status, text } = await page(path)
    expect(status).toBe(404)
    expect(text).toContain("This link is not valid")
  }
})

test("a page that asks for a password says nothing of what is behind it", async () => {
  const { token } = await makeLink({ password: "open sesame" })
  for (const path of [`/share/${token}`, `/embed/${token}`])
    for (const headers of [{}, { rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }] as Record<string, string>[]) {
      const { text } = await rawRequest(world.stack.url, path, headers)
      expect(text).not.toMatch(/Board|Region|card_/)
    }
})

test("tricks with paths and headers reach nothing that the path itself does not", async () => {
  const { token } = await makeLink({ password: "open sesame" })
  const open = await makeLink({ allowedOrigins: ["https://intranet.example.org"] })
  for (const path of [
    `//share/${token}`,
    `/share//${token}`,
    `/share/%2e/${token}`,
    `/share/x/%2e%2e/${token}`,
    `/share/${token}.`,
    `/share/${token}.json`,
    `/share/${token}.rsc`,
    `/share/${token}/`,
    `/share/${token}%2f`,
    `/_next/data/x/share/${token}.json`,
    `/api/share/${token}/render/..`,
    `/api/share/${token}.json`,
    `/api//share/${token}`,
  ]) {
    const { text } = await rawRequest(world.stack.url, path)
    expect(text, path).not.toMatch(/Board|card_/)
  }
  for (const name of ["middleware", "middleware:middleware:middleware:middleware:middleware", "src/middleware"]) {
    const { headers, text } = await rawRequest(world.stack.url, `/embed/${open.token}`, {
      "x-middleware-subrequest": name,
    })
    expect(String(headers["content-security-policy"])).toContain("frame-ancestors")
    expect(text).toContain("Board")
    const home = await rawRequest(world.stack.url, "/", { "x-middleware-subrequest": name })
    expect(home.text).not.toContain("Board")
  }
})

test("each address has so many requests to a link, and is told when to come back", async () => {
  const { token } = await makeLink()
  const answers = await Promise.all(Array.from({ length: 350 }, () => reader.send("GET", `/api/share/${token}`)))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(0)
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0)
  // Other links are as open as before.
  expect((await post((await makeLink()).token)).status).toBe(200)
}, 120_000)

test("whoever tries links that do not work by the hundred is made to wait; links that work still do", async () => {
  const statuses = new Set<number>()
  for (let guess = 0; guess < 100; guess += 1) statuses.add((await post(`guess-${guess}`)).status)
  expect(statuses).toEqual(new Set([404, 429]))
  expect((await post((await makeLink()).token)).status).toBe(200)
})

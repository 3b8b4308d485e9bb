import type { Page } from "@playwright/test"
import { z } from "zod"

const Id = z.object({ data: z.object({ id: z.string() }) })
const Named = z.object({ data: z.array(z.object({ id: z.string(), name: z.string() })) })
const Link = z.object({ data: z.object({ url: z.string() }) })

const PEOPLE = [
  { name: "Maya Lindqvist", email: "maya@example.org", password: "seven grey herons" },
  { name: "Tomás Ferreira", email: "tomas@example.org", password: "seven grey herons", role: "admin" },
  { name: "Aiko Tanaka", email: "aiko@example.org", password: "seven grey herons" },
  { name: "Ben Okafor", email: "ben@example.org" },
] as const

/** Colleagues, groups and shares for the pictures, made where the signed-in admin is still alone. Answers a public link's address. */
export async function makePeople(page: Page): Promise<string> {
  const send = (method: string, path: string, body?: unknown): Promise<unknown> =>
    page.evaluate(
      async ([how, where, sent]) => {
        const init = sent === null ? {} : { body: sent, headers: { "content-type": "application/json" } }
        const response = await fetch(where, { method: how, ...init })
        if (!response.ok) throw new Error(`${how} ${where}: ${response.status} ${await response.text()}`)
        return response.status === 204 ? null : ((await response.json()) as unknown)
      },
      [method, path, body === undefined ? null : JSON.stringify(body)] as const,
    )
  const idOf = async (path: string, body: unknown) => Id.parse(await send("POST", path, body)).data.id
  const dashboards = Named.parse(await send("GET", "/api/dashboards?limit=200")).data
  const dashboardId = dashboards.find(({ name }) => name === "Seattle weather")?.id
  if (!dashboardId) throw new Error("The stack has no demo data.")
  const dashboard = `/api/dashboards/${dashboardId}`

  if (Named.parse(await send("GET", "/api/users")).data.length === 1) {
    const [maya = "", , aiko = ""] = await inOrder(PEOPLE, (person) => idOf("/api/users", person))
    const team = await idOf("/api/groups", { name: "Field team" })
    const finance = await idOf("/api/groups", { name: "Finance" })
    for (const [group, userId] of [
      [team, maya],
      [team, aiko],
      [finance, aiko],
    ] as const)
      await send("POST", `/api/groups/${group}/members`, { userId })
    await send("POST", `${dashboard}/shares`, { userId: maya, role: "editor" })
    await send("POST", `${dashboard}/shares`, { groupId: team, role: "viewer" })
    await send("POST", `${dashboard}/links`, {
      name: "Rainy days, for the board",
      password: "nine wet boots",
      lockedFilters: { weather: ["rain"] },
      canFilter: true,
      allowedOrigins: ["https://intranet.example.org"],
    })
  }
  // An address is shown once, so each run makes the link anew.
  for (const { id, name } of Named.parse(await send("GET", `${dashboard}/links`)).data)
    if (name === "In the lobby") await send("DELETE", `${dashboard}/links/${id}`)
  return Link.parse(await send("POST", `${dashboard}/links`, { name: "In the lobby", canFilter: true })).data.url
}

async function inOrder<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await act(item))
  return results
}

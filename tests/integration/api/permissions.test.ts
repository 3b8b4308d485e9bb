import { afterAll, beforeAll, expect, test } from "vitest"
import { endpoints } from "#lib/domain/endpoints/all.ts"
import type { ApiClient } from "#tests/support/api-client.ts"
import { routesOfFiles } from "#tests/support/route-files.ts"
import { startDynamo, type Dynamo } from "#tests/support/start-dynamo.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"
import { ROLES } from "./permissions/expectations.ts"
import { TABLE } from "./permissions/table.ts"
import { buildWorld, type World } from "./permissions/world.ts"

let dynamo: Dynamo
let stack: RunningStack
let world: World

beforeAll(async () => {
  dynamo = await startDynamo()
  stack = await startStack({ env: { DYNAMODB_ENDPOINT: dynamo.endpoint } })
  process.env["DYNAMODB_ENDPOINT"] = dynamo.endpoint
  world = await buildWorld(stack)
})
afterAll(async () => {
  await stack?.stop()
  await dynamo?.stop()
})

test("every route has a row, and every row a route", () => {
  const rows = Object.keys(TABLE).map((name) => {
    const endpoint = endpoints[name]
    return endpoint ? `${endpoint.method} ${endpoint.path}` : `${name} is no endpoint`
  })
  expect(rows.sort()).toEqual(routesOfFiles())
})

const attempts = Object.keys(TABLE).flatMap((name) => ROLES.map((role) => [name, role] as const))

test.each(attempts)("%s by %s", async (name, role) => {
  const row = TABLE[name]
  const endpoint = endpoints[name]
  if (!row || !endpoint) throw new Error(`${name} has no row`)
  const answer = await world.clients[role].send(endpoint.method, row.path(world), {
    ...(row.body && { body: row.body(world) }),
    ...(row.form && { form: row.form() }),
    ...(row.headers && { headers: row.headers }),
  })
  const text = JSON.stringify(answer.body) ?? ""
  expect(answer.status, text.slice(0, 300)).toBe(row.expect[role])
  // Whom a thing is shared with is kept with it, and is its owners' business; they are told by other routes.
  expect(text).not.toMatch(/\\?"grants\\?"/)
})

test("a list holds what is one's own and what is shared with one, and all of it for an admin", async () => {
  const idsOf = async (client: ApiClient, path: string) =>
    JSON.stringify((await client.send("GET", `${path}?limit=200`)).body)
  const { clients } = world
  for (const [path, id, editor] of [
    ["/api/datasets", world.dataset, false],
    ["/api/cards", world.card, false],
    ["/api/dashboards", world.dashboard, true],
  ] as const) {
    for (const role of ["admin", "owner", "viewer", "viewerByGroup"] as const)
      expect(await idsOf(clients[role], path), `${path} by ${role}`).toContain(id)
    expect((await idsOf(clients.editor, path)).includes(id), `${path} by editor`).toBe(editor)
    expect(await idsOf(clients.stranger, path)).not.toContain(id)
  }
})

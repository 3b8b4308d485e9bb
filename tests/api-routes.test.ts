import { expect, test } from "vitest"
import { endpoints } from "#lib/domain/endpoints/all.ts"
import { openApi } from "#lib/server/operations/open-api.ts"
import { routesOfFiles } from "#tests/support/route-files.ts"

const declared = Object.values(endpoints).map(({ method, path }) => `${method} ${path}`)

test("each route file serves just the endpoints that are declared for it", () => {
  expect(routesOfFiles()).toEqual([...declared].sort())
})

test("no two endpoints are declared for one method and path", () => {
  expect(new Set(declared).size).toBe(declared.length)
})

test("each endpoint is in the OpenAPI document, with a schema for its body", () => {
  const { paths } = openApi("http://localhost:3000")
  for (const { method, path, body } of Object.values(endpoints)) {
    const operation = paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()]
    expect(operation, `${method} ${path}`).toMatchObject(body ? { requestBody: { required: true } } : { responses: {} })
  }
})

test("an endpoint that takes a file or JSON says so of both", () => {
  const { paths } = openApi("http://localhost:3000")
  for (const { method, path, jsonBody } of Object.values(endpoints).filter((each) => each.jsonBody)) {
    expect(jsonBody).toBeDefined()
    expect(paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()]).toMatchObject({
      requestBody: { content: { "multipart/form-data": {}, "application/json": { schema: { type: "object" } } } },
    })
  }
})

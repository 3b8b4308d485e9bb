import { expect, test } from "vitest"
import { CHAT_TOOLS, type ChatToolName } from "#lib/domain/chat-tools.ts"
import { modelSchema } from "./model-schema.ts"

/** What the guide to function calling of Vertex AI lists. */
const DOCUMENTED = new Set([
  "additionalProperties",
  "anyOf",
  "description",
  "enum",
  "items",
  "maxItems",
  "maximum",
  "minItems",
  "minimum",
  "properties",
  "required",
  "type",
])

function keywordsOf(node: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(node)) for (const item of node) keywordsOf(item, found)
  else if (typeof node === "object" && node !== null)
    for (const [key, value] of Object.entries(node)) {
      found.add(key)
      if (key === "properties") for (const property of Object.values(value as object)) keywordsOf(property, found)
      else if (key !== "enum" && key !== "required") keywordsOf(value, found)
    }
  return found
}

test.each(Object.keys(CHAT_TOOLS) as ChatToolName[])("%s is described in documented words alone", async (name) => {
  const { jsonSchema } = modelSchema(CHAT_TOOLS[name].input)
  expect([...keywordsOf(await jsonSchema)].filter((keyword) => !DOCUMENTED.has(keyword))).toEqual([])
})

test("kinds of charts are named, and arguments are checked by the schema itself", async () => {
  const schema = modelSchema(CHAT_TOOLS.drawChart.input)
  expect(JSON.stringify(await schema.jsonSchema)).toContain('"enum":["bar"]')
  expect(await schema.validate?.({ queryId: "q", title: "t", chart: { type: "radar" } })).toMatchObject({
    success: false,
  })
  expect(await schema.validate?.({ queryId: "q", title: "t", chart: { type: "bar" } })).toMatchObject({ success: true })
})

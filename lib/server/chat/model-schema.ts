import "server-only"
import { jsonSchema, type Schema } from "ai"
import { z } from "zod"

/** What Vertex AI's schemas of functions have no word for; the call's arguments are checked here all the same. */
const UNKNOWN_TO_VERTEX = [
  "$schema",
  "const",
  "default",
  "exclusiveMaximum",
  "exclusiveMinimum",
  "maxLength",
  "minLength",
  "pattern",
  "propertyNames",
] as const

/**
 * A tool's input in the part of JSON Schema that Vertex AI documents: descriptions, types, properties, enums,
 * alternatives. What the model sends is parsed with the schema itself.
 */
export function modelSchema(schema: z.ZodType): Schema<unknown> {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, {
    io: "input",
    override: ({ jsonSchema: node }) => {
      if (node.const !== undefined) node.enum = [node.const as string]
      // A union of kinds is one of them or another: anyOf is understood everywhere.
      if (node.oneOf) {
        node.anyOf = node.oneOf
        delete node.oneOf
      }
      for (const key of UNKNOWN_TO_VERTEX) delete node[key]
    },
  })
  return jsonSchema<unknown>(described as Parameters<typeof jsonSchema>[0], {
    validate: (value) => {
      const parsed = schema.safeParse(value)
      return parsed.success ? { success: true, value: parsed.data } : { success: false, error: parsed.error }
    },
  })
}

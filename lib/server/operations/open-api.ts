import "server-only"
import { z } from "zod"
import { ErrorEnvelope } from "#lib/domain/api.ts"
import { endpoints } from "#lib/domain/endpoints/all.ts"
import { isCreation, type Endpoint } from "#lib/domain/endpoints/endpoint.ts"

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "Asked again within a day with the same key and body, this answers as it did the first time",
  schema: { type: "string", minLength: 1, maxLength: 255 },
}

const jsonSchema = (schema: z.ZodType, io: "input" | "output") => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any", target: "draft-2020-12" })
  return rest
}

/** The OpenAPI 3.1 document, made of the schemas that parse the requests. */
export function openApi(publicUrl: string) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [operationId, endpoint] of Object.entries(endpoints)) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, "{$1}")
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(operationId, endpoint) }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Cardloom",
      version: "1",
      description: "Datasets, cards and dashboards by HTTP. Errors all have the one envelope.",
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { Error: jsonSchema(ErrorEnvelope, "output") },
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token, made by POST /api/tokens" },
      },
    },
  }
}

function operation(operationId: string, endpoint: Endpoint) {
  const parameters = [
    ...parametersOf(endpoint.params, "path"),
    ...parametersOf(endpoint.query, "query"),
    ...(isCreation(endpoint) ? [IDEMPOTENCY_KEY] : []),
    ...(endpoint.ifMatch ? [{ name: "If-Match", in: "header", required: true, schema: { type: "string" } }] : []),
  ]
  return {
    operationId,
    summary: endpoint.summary,
    security: endpoint.access === "public" ? [] : [{ token: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(endpoint.body && {
      requestBody: {
        required: true,
        content: {
          [endpoint.bodyType ?? "application/json"]: { schema: jsonSchema(endpoint.body, "input") },
          ...(endpoint.jsonBody && { "application/json": { schema: jsonSchema(endpoint.jsonBody, "input") } }),
        },
      },
    }),
    responses: {
      [endpoint.status]: {
        description: "Success",
        ...(endpoint.response && {
          content: {
            [endpoint.responseType ?? "application/json"]: { schema: jsonSchema(endpoint.response, "output") },
          },
        }),
      },
      default: {
        description: "Failure",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    },
  }
}

function parametersOf(schema: z.ZodObject | undefined, place: "path" | "query") {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === "path" || !z.safeParse(field as z.ZodType, undefined).success,
    schema: jsonSchema(field as z.ZodType, "input"),
  }))
}

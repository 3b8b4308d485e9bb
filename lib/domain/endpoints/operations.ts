import { z } from "zod"
import { dataOf } from "../api.ts"
import { endpoint } from "./endpoint.ts"

const CheckResult = z.object({ ok: z.boolean(), reason: z.string().nullable() })

export const readHealth = endpoint({
  method: "GET",
  path: "/api/health",
  summary: "Alive: the process answers",
  access: "public",
  status: 200,
  response: dataOf(z.object({ ok: z.literal(true) })),
})

export const readReadiness = endpoint({
  method: "GET",
  path: "/api/ready",
  summary: "Ready: metadata store, object store and executor answer; 503 with the reason otherwise",
  access: "public",
  status: 200,
  response: dataOf(
    z.object({
      ok: z.boolean(),
      checks: z.object({ metadata: CheckResult, objects: CheckResult, executor: CheckResult }),
    }),
  ),
})

export const readMetrics = endpoint({
  method: "GET",
  path: "/api/metrics",
  summary: "This process's numbers, in Prometheus' text format",
  access: "operator",
  status: 200,
  response: z.string(),
  responseType: "text/plain",
})

export const tick = endpoint({
  method: "POST",
  path: "/api/internal/tick",
  summary:
    "The scheduler's heartbeat: begins the transforms that are due, takes over runs whose driver died, drops what nobody confirmed, removes old runs and data versions, sweeps old results and orphaned objects; safe to call from anywhere, any number of times",
  access: "operator",
  status: 200,
  response: dataOf(
    z.object({
      runsBegun: z.int(),
      takenOver: z.int(),
      runsExpired: z.int(),
      /** Runs and data versions. */
      oldRemoved: z.int(),
      objectsSwept: z.int(),
      resultsSwept: z.int(),
    }),
  ),
})

export const readOpenApi = endpoint({
  method: "GET",
  path: "/api/openapi.json",
  summary: "This document",
  access: "public",
  status: 200,
})

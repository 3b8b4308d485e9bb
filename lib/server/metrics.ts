import "server-only"
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client"

const DURATION_BUCKETS_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

type Metrics = {
  registry: Registry
  requests: Counter<"method" | "route" | "status">
  duration: Histogram<"method" | "route">
  cardResults: Counter<"source">
  runs: Counter<"kind" | "status">
  removed: Counter<"kind">
}

declare global {
  // Next may load this module more than once in a process; the numbers must be one set all the same.
  var cardloomMetrics: Metrics | undefined
}

function makeMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: "cardloom_web_" })
  return {
    registry,
    requests: new Counter({
      name: "cardloom_web_requests_total",
      help: "API requests answered, by route and status",
      labelNames: ["method", "route", "status"],
      registers: [registry],
    }),
    duration: new Histogram({
      name: "cardloom_web_request_duration_seconds",
      help: "Time to an API answer's head; streams go on after it",
      labelNames: ["method", "route"],
      buckets: DURATION_BUCKETS_SECONDS,
      registers: [registry],
    }),
    cardResults: new Counter({
      name: "cardloom_web_card_results_total",
      help: "Results of cards shown on dashboards, by where they came from",
      labelNames: ["source"],
      registers: [registry],
    }),
    runs: new Counter({
      name: "cardloom_web_runs_total",
      help: "Imports and transforms that this process has driven to an end, or until somebody must confirm them",
      labelNames: ["kind", "status"],
      registers: [registry],
    }),
    removed: new Counter({
      name: "cardloom_web_removed_total",
      help: "Runs and data versions removed since they had been kept for long enough, and objects that nothing named",
      labelNames: ["kind"],
      registers: [registry],
    }),
  }
}

const metrics = (): Metrics => (globalThis.cardloomMetrics ??= makeMetrics())

/** Counts one API answer. `route` is the endpoint's path with its parameters' names, so that labels stay few. */
export function countRequest({
  method,
  route,
  status,
  durationMs,
}: {
  method: string
  route: string
  status: number
  durationMs: number
}): void {
  const { requests, duration } = metrics()
  requests.inc({ method, route, status })
  duration.observe({ method, route }, durationMs / 1000)
}

/** Counts one result shown: kept, an earlier one shown meanwhile, of a run, or none since it could not be run. */
export const countCardResult = (source: "kept" | "earlier" | "run" | "none"): void =>
  metrics().cardResults.inc({ source })

/** Counts one run that this process has driven as far as it goes. */
export const countRun = (kind: "import" | "transform", status: string): void => metrics().runs.inc({ kind, status })

/** Counts what this process has removed. */
export const countRemoved = (kind: "run" | "version" | "object", count: number): void =>
  metrics().removed.inc({ kind }, count)

/** This process's numbers in Prometheus' text format. */
export async function writeMetrics(): Promise<{ text: string; contentType: string }> {
  const { registry } = metrics()
  return { text: await registry.metrics(), contentType: registry.contentType }
}

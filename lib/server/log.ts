import "server-only"
import { pino } from "pino"

/** One JSON line an event, on standard output. Headers, bodies and tokens are never logged. */
export const log = pino({ name: "web", level: process.env.LOG_LEVEL ?? "info" })

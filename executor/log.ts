import { pino } from "pino"

/** JSON lines on standard output. Code, data and secrets are never logged: only ids, sizes and outcomes. */
export const createLog = (level: string) =>
  pino({ level, base: { service: "executor" }, timestamp: pino.stdTimeFunctions.isoTime })
export type Log = ReturnType<typeof createLog>

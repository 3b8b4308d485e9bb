import "server-only"
import { checkSchedule, nextInstants, type Schedule } from "./next-instants.ts"

const INSTANTS = 5

/** When a schedule will be due, for whoever writes it. @throws AppError validation_failed. */
export function previewSchedule(schedule: Schedule, now: Date): { instants: string[] } {
  checkSchedule(schedule, now)
  return { instants: nextInstants(schedule, now, INSTANTS).map((instant) => instant.toISOString()) }
}

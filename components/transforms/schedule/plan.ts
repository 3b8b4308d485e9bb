/** A schedule in plain words, as far as these go; every other one is written as its five fields. */
export type Plan =
  | { every: "minutes"; minutes: number }
  | { every: "hour"; minute: number }
  | { every: "day"; at: string }
  | { every: "weekday"; at: string }
  | { every: "week"; day: number; at: string }
  | { every: "month"; day: number; at: string }
  | { every: "custom" }

export type Every = Plan["every"]

export const MINUTES = [5, 10, 15, 20, 30] as const
export const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const
const DEFAULT_TIME = "06:00"

/** The plan that five fields say, in the form they are written here. */
export function planOf(cron: string): Plan {
  const [minute = "", hour = "", day = "", month = "", weekday = "", ...rest] = cron.trim().split(/\s+/)
  if (rest.length > 0 || month !== "*") return { every: "custom" }
  const step = /^\*\/(\d+)$/.exec(minute)?.[1]
  const isAnyDay = day === "*" && weekday === "*"
  if (step && hour === "*" && isAnyDay && MINUTES.some((minutes) => minutes === Number(step)))
    return { every: "minutes", minutes: Number(step) }
  if (!isWithin(minute, 0, 59)) return { every: "custom" }
  if (hour === "*" && isAnyDay) return { every: "hour", minute: Number(minute) }
  if (!isWithin(hour, 0, 23)) return { every: "custom" }
  const at = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`
  if (isAnyDay) return { every: "day", at }
  if (day === "*" && weekday === "1-5") return { every: "weekday", at }
  if (day === "*" && isWithin(weekday, 0, 6)) return { every: "week", day: Number(weekday), at }
  if (weekday === "*" && isWithin(day, 1, 31)) return { every: "month", day: Number(day), at }
  return { every: "custom" }
}

/** The five fields of a plan; null of one that only these can say. */
export function cronOf(plan: Plan): string | null {
  switch (plan.every) {
    case "minutes":
      return `*/${plan.minutes} * * * *`
    case "hour":
      return `${plan.minute} * * * *`
    case "day":
      return `${fieldsOf(plan.at)} * * *`
    case "weekday":
      return `${fieldsOf(plan.at)} * * 1-5`
    case "week":
      return `${fieldsOf(plan.at)} * * ${plan.day}`
    case "month":
      return `${fieldsOf(plan.at)} ${plan.day} * *`
    case "custom":
      return null
  }
}

/** Another plan, at the time of the one before where it has one. */
export function planEvery(every: Every, before: Plan): Plan {
  const at = "at" in before ? before.at : DEFAULT_TIME
  switch (every) {
    case "minutes":
      return { every, minutes: 15 }
    case "hour":
      return { every, minute: 0 }
    case "day":
    case "weekday":
      return { every, at }
    case "week":
      return { every, day: 1, at }
    case "month":
      return { every, day: 1, at }
    case "custom":
      return { every }
  }
}

/** A schedule in a few words, for lists. */
export function planWords(cron: string): string {
  const plan = planOf(cron)
  switch (plan.every) {
    case "minutes":
      return `Every ${plan.minutes} minutes`
    case "hour":
      return `Every hour, at minute ${plan.minute}`
    case "day":
      return `Every day at ${plan.at}`
    case "weekday":
      return `Monday to Friday at ${plan.at}`
    case "week":
      return `Every ${DAYS[plan.day] ?? "week"} at ${plan.at}`
    case "month":
      return `On day ${plan.day} of each month at ${plan.at}`
    case "custom":
      return cron.trim()
  }
}

const isWithin = (text: string, min: number, max: number): boolean =>
  /^\d{1,2}$/.test(text) && Number(text) >= min && Number(text) <= max

/** `06:30` → `30 6`. */
function fieldsOf(at: string): string {
  const [hour, minute] = at.split(":")
  return `${Number(minute ?? 0)} ${Number(hour ?? 0)}`
}

type Field = { name: string; min: number; max: number; names: readonly string[] }

const FIELDS: readonly Field[] = [
  { name: "minute", min: 0, max: 59, names: [] },
  { name: "hour", min: 0, max: 23, names: [] },
  { name: "day of the month", min: 1, max: 31, names: [] },
  {
    name: "month",
    min: 1,
    max: 12,
    names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  // 7 is Sunday as well as 0.
  { name: "day of the week", min: 0, max: 7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
]

/**
 * What is wrong with a cron expression of five fields, as one sentence that names the field; null when nothing is.
 * Fields take `*`, numbers, names of months and days, ranges `a-b`, lists `a,b` and steps after a slash (`a-b/n`).
 */
export function cronProblem(expression: string): string | null {
  const text = expression.trim()
  if (text.startsWith("@"))
    return `Write the schedule as five fields, such as "0 6 * * *" for every day at 6:00, instead of ${text}.`
  const parts = text.split(/\s+/)
  if (parts.length !== FIELDS.length)
    return `A schedule has five fields (minute, hour, day of the month, month, day of the week); this one has ${parts.length}.`
  for (const [index, part] of parts.entries()) {
    const field = FIELDS[index]
    const problem = field && fieldProblem(part, field)
    if (problem) return problem
  }
  return null
}

function fieldProblem(part: string, field: Field): string | null {
  for (const item of part.split(",")) {
    if (item === "") return `The ${field.name} has an empty entry between commas.`
    const [range = "", step, ...more] = item.split("/")
    if (more.length > 0) return `The ${field.name} "${item}" has more than one step.`
    if (step !== undefined) {
      if (!/^\d{1,4}$/.test(step)) return `The step of the ${field.name}, "${step}", is not a number.`
      if (Number(step) === 0) return `The step of the ${field.name} must be at least 1.`
      if (Number(step) > field.max)
        return `The step of the ${field.name}, ${step}, is more than its largest value, ${field.max}.`
      if (range !== "*" && !range.includes("-"))
        return `A step needs * or a range before it: write */${step} or ${range}-${field.max}/${step} for the ${field.name}.`
    }
    const problem = range === "*" ? null : rangeProblem(range, field)
    if (problem) return problem
  }
  return null
}

function rangeProblem(range: string, field: Field): string | null {
  const ends = range.split("-")
  if (ends.length > 2) return `The ${field.name} "${range}" is not a range: write it as ${field.min}-${field.max}.`
  const values: number[] = []
  for (const end of ends) {
    const value = valueOf(end, field)
    if (value === null) return `"${end}" is not ${article(field)}. Use ${allowed(field)}.`
    if (value < field.min || value > field.max) return `${end} is not ${article(field)}. Use ${allowed(field)}.`
    values.push(value)
  }
  const [from = 0, to = from] = values
  return from > to ? `The ${field.name} "${range}" runs backwards: the smaller value comes first.` : null
}

function valueOf(text: string, { names, min }: Field): number | null {
  if (/^\d{1,4}$/.test(text)) return Number(text)
  const index = names.indexOf(text.toLowerCase())
  return index < 0 ? null : index + min
}

const allowed = ({ min, max, names }: Field): string =>
  `${min} to ${max}${names.length > 0 ? `, or ${names[0]} to ${names.at(-1)}` : ""}`

const article = ({ name }: Field): string => `${name === "hour" ? "an" : "a"} ${name}`

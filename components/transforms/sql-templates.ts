import { notableColumns, type CodeTemplate, type TemplateInput } from "#components/editor/code-template.ts"
import { sqlIdentifier as name } from "#components/editor/sql-identifier.ts"
import { joinKeyOf, keyOf } from "./template-keys.ts"

/** What stands in the editor before a dataset is chosen. */
export const SQL_WITHOUT_INPUT = lines(
  "-- Choose datasets under Data: each is a table here, by its name.",
  "SELECT 'Choose a dataset to begin.' AS next",
)

type Draw = (first: TemplateInput, second: TemplateInput | undefined) => string

function lines(...all: string[]): string {
  return `${all.join("\n")}\n`
}

const asItIs = ({ alias }: TemplateInput, ...remarks: string[]): string =>
  lines(...remarks.map((remark) => `-- ${remark}`), "SELECT *", `FROM ${name(alias)}`)

const join: Draw = (first, second) => {
  if (!second) return asItIs(first, "A join needs two datasets: add another under Data.")
  const key = joinKeyOf(first, second)
  const [a, b] = [name(first.alias), name(second.alias)]
  const taken = new Set(first.columns.map((column) => column.name.toLowerCase()))
  const others = second.columns
    .filter((column) => column.name !== key)
    .map((column) => {
      const from = `${b}.${name(column.name)}`
      return taken.has(column.name.toLowerCase()) ? `${from} AS ${name(`${column.name}_${second.alias}`)}` : from
    })
  const on = key ?? first.columns[0]?.name ?? ""
  const to = key ?? second.columns[0]?.name ?? ""
  return lines(
    ...(key ? [] : ["-- No column is in both: name those that belong together."]),
    "SELECT",
    [`${a}.*`, ...others].map((column) => `  ${column}`).join(",\n"),
    `FROM ${a}`,
    `LEFT JOIN ${b} ON ${a}.${name(on)} = ${b}.${name(to)}`,
  )
}

const aggregate: Draw = (first) => {
  const { date, category, numbers } = notableColumns(first.columns)
  const [number] = numbers
  const by = category ? name(category) : date ? `date_trunc('month', ${name(date)})` : null
  if (by === null) return asItIs(first, "No column to group by yet: name yours here.")
  const label = category ? name(category) : "month"
  const figures = number ? [`sum(${name(number.name)}) AS total`, `avg(${name(number.name)}) AS average`] : []
  return lines(
    "SELECT",
    [category ? by : `${by} AS month`, "count(*) AS row_count", ...figures].map((column) => `  ${column}`).join(",\n"),
    `FROM ${name(first.alias)}`,
    `GROUP BY ${label}`,
    `ORDER BY ${label}`,
  )
}

const clean: Draw = (first) =>
  lines(
    "SELECT DISTINCT",
    first.columns
      .map(({ name: column, type }) => {
        const tidy = name(column.trim().toLowerCase().replaceAll(/\s+/g, "_") || "column")
        return `  ${type === "string" ? `nullif(trim(${name(column)}), '')` : name(column)} AS ${tidy}`
      })
      .join(",\n") || "  *",
    `FROM ${name(first.alias)}`,
  )

const pivot: Draw = (first) => {
  const { date, category, numbers } = notableColumns(first.columns)
  const [number] = numbers
  if (!date || !category || !number)
    return asItIs(first, "A pivot needs a date, a category and a number: name yours here.")
  const figure = (value: string, column: string) =>
    `  avg(${name(number.name)}) FILTER (WHERE ${name(category)} = '${value}') AS ${column}`
  return lines(
    `-- A line for each value of ${category.replaceAll("\n", " ")} that becomes a column.`,
    "SELECT",
    `  date_trunc('month', ${name(date)}) AS month,`,
    `${figure("one value", "one_value")},`,
    figure("another value", "another_value"),
    `FROM ${name(first.alias)}`,
    "GROUP BY month",
    "ORDER BY month",
  )
}

const deduplicate: Draw = (first) => {
  const { date } = notableColumns(first.columns)
  const key = keyOf(first)
  if (key === undefined) return asItIs(first)
  const order = date && date !== key ? ` ORDER BY ${name(date)} DESC` : ""
  return lines(
    "SELECT *",
    `FROM ${name(first.alias)}`,
    `QUALIFY row_number() OVER (PARTITION BY ${name(key)}${order}) = 1`,
  )
}

const template = (id: string, title: string, description: string, draw: Draw): CodeTemplate => ({
  id,
  name: title,
  description,
  codeFor: ([first, second]) => (first ? draw(first, second) : SQL_WITHOUT_INPUT),
})

export const SQL_TEMPLATES: readonly CodeTemplate[] = [
  template("join", "Join", "Two datasets by a column they share", join),
  template("aggregate", "Aggregate", "Figures by group", aggregate),
  template("clean", "Clean", "Trimmed text, tidy names, no row twice", clean),
  template("pivot", "Pivot", "A column for each category", pivot),
  template("deduplicate", "Deduplicate", "The latest row of each key", deduplicate),
  template("blank", "As it is", "The first dataset unchanged", (first) => asItIs(first)),
]

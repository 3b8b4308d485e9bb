import type { TemplateInput } from "#components/editor/code-template.ts"
import { sqlIdentifier } from "#components/editor/sql-identifier.ts"
import type { ChartSpec } from "#lib/domain/chart.ts"
import { sketchOf, type CardTemplate, type Sketch } from "./card-templates.ts"

/** What stands in the editor before a dataset is chosen: it runs. */
export const SQL_WITHOUT_DATASET = lines(
  "-- Choose a dataset under Data: it is a table here, by its alias.",
  "SELECT 'Choose a dataset to begin.' AS next",
)

type Draft = { code: string; chart: ChartSpec }
/** `from` is the first dataset's table, as SQL writes it. */
type Draw = (sketch: Sketch, from: string) => Draft

const name = sqlIdentifier

function lines(...all: string[]): string {
  return `${all.join("\n")}\n`
}

const firstRows = (from: string): Draft => ({
  code: lines("SELECT *", `FROM ${from}`, "LIMIT 100"),
  chart: { type: "table" },
})

const measureOf = (number: string | undefined): { sql: string; column: string } =>
  number
    ? { sql: `avg(${name(number)}) AS average`, column: "average" }
    : { sql: "count(*) AS row_count", column: "row_count" }

const lineChart: Draw = ({ date, number }, from) => {
  if (!date) return firstRows(from)
  const { sql, column } = measureOf(number)
  return {
    code: lines(
      "SELECT",
      `  date_trunc('month', ${name(date)}) AS month,`,
      `  ${sql}`,
      `FROM ${from}`,
      `WHERE ${name(date)} IS NOT NULL`,
      "GROUP BY month",
      "ORDER BY month",
    ),
    chart: { type: "line", x: "month", y: [column] },
  }
}

const barChart: Draw = ({ category, number }, from) => {
  if (!category) return firstRows(from)
  const { sql, column } = measureOf(number)
  return {
    code: lines(
      `SELECT ${name(category)}, ${sql}`,
      `FROM ${from}`,
      `GROUP BY ${name(category)}`,
      `ORDER BY ${column} DESC`,
      "LIMIT 15",
    ),
    chart: { type: "bar", x: category, y: [column], horizontal: true },
  }
}

const table: Draw = ({ category, number }, from) => {
  if (!category || !number) return firstRows(from)
  const column = name(number)
  return {
    code: lines(
      "SELECT",
      `  ${name(category)},`,
      "  count(*) AS row_count,",
      `  avg(${column}) AS average,`,
      `  min(${column}) AS lowest,`,
      `  max(${column}) AS highest`,
      `FROM ${from}`,
      `GROUP BY ${name(category)}`,
      "ORDER BY row_count DESC",
    ),
    chart: { type: "table" },
  }
}

const kpi: Draw = ({ number }, from) => {
  const { sql, column } = measureOf(number)
  return {
    code: lines(`SELECT ${sql}`, `FROM ${from}`),
    chart: { type: "number", y: column, label: number ? `Average ${number}` : "Rows" },
  }
}

const template = (id: string, title: string, description: string, draw: Draw): CardTemplate => {
  const draft = (inputs: readonly TemplateInput[]): Draft => {
    const [first] = inputs
    return first ? draw(sketchOf(inputs), name(first.alias)) : { code: SQL_WITHOUT_DATASET, chart: { type: "table" } }
  }
  return {
    id,
    name: title,
    description,
    codeFor: (inputs) => draft(inputs).code,
    chartFor: (inputs) => draft(inputs).chart,
  }
}

export const SQL_TEMPLATES: readonly CardTemplate[] = [
  template("line", "Line chart", "A measure over time", lineChart),
  template("bar", "Bar chart", "A measure by category", barChart),
  template("table", "Table", "Figures by group", table),
  template("kpi", "Number", "One figure", kpi),
  template("blank", "First rows", "The dataset as it is", (_, from) => firstRows(from)),
]

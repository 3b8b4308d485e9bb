import {
  notableColumns,
  pythonString as python,
  type CodeTemplate,
  type TemplateInput,
} from "#components/editor/code-template.ts"
import type { ChartSpec } from "#lib/domain/chart.ts"

export type CardTemplate = CodeTemplate & {
  /** How SQL's rows are drawn; Python draws for itself. */
  chartFor?: (inputs: readonly TemplateInput[]) => ChartSpec
}

export type Sketch = {
  table: string
  preparation: string[]
  date?: string
  number?: string
  otherNumber?: string
  category?: string
}

/** The columns a first draft would plot: measures rather than ids, and whole tables where a kind is missing. */
export function sketchOf(inputs: readonly TemplateInput[]): Sketch {
  const [first] = inputs
  if (!first) return { table: "dataset", preparation: [] }
  const { date, category, numbers } = notableColumns(first.columns)
  const decimals = numbers.slice(0, 2).filter(({ type }) => type === "decimal")
  const whole = inputs.length === 1 ? "dataset" : `dataset[${python(first.alias)}]`
  // pandas neither averages nor plots exact decimals.
  const floats = decimals.map(({ name }) => `${python(name)}: "float64"`).join(", ")
  return {
    table: decimals.length > 0 ? "table" : whole,
    preparation: decimals.length > 0 ? [`table = ${whole}.astype({${floats}})`] : [],
    date,
    number: numbers[0]?.name,
    otherNumber: numbers[1]?.name,
    category,
  }
}

const render = (...lines: string[]): string =>
  ["def render(dataset, filters, params):", ...lines.map((line) => line && `    ${line}`), ""].join("\n")

const months = (table: string, date: string): string =>
  `months = ${table}.groupby(pd.Grouper(key=${python(date)}, freq="MS"))`
const LARGEST_FIRST = 'return figure.update_yaxes(autorange="reversed")'
const firstRows = (table: string): string => `return ${table}.head(100)`

function lineChart({ table, date, number }: Sketch): string[] {
  if (date && number) {
    return [
      months(table, date),
      `monthly = months[${python(number)}].mean().reset_index()`,
      `return px.line(monthly, x=${python(date)}, y=${python(number)})`,
    ]
  }
  if (date) {
    return [
      months(table, date),
      `monthly = months.size().rename("rows").reset_index()`,
      `return px.line(monthly, x=${python(date)}, y="rows")`,
    ]
  }
  if (number) return [`return px.line(${table}, y=${python(number)})`]
  return ["# No column of dates or numbers yet: name yours here.", firstRows(table)]
}

function barChart({ table, category, number }: Sketch): string[] {
  if (category && number) {
    return [
      `groups = ${table}.groupby(${python(category)})[${python(number)}]`,
      "top = groups.mean().nlargest(15).reset_index()",
      `figure = px.bar(top, x=${python(number)}, y=${python(category)}, orientation="h")`,
      LARGEST_FIRST,
    ]
  }
  if (category) {
    return [
      `top = ${table}[${python(category)}].value_counts().head(15).rename("rows").reset_index()`,
      `figure = px.bar(top, x="rows", y=${python(category)}, orientation="h")`,
      LARGEST_FIRST,
    ]
  }
  if (number) return [`return px.histogram(${table}, x=${python(number)})`]
  return ["# No column of words or numbers yet: name yours here.", firstRows(table)]
}

function scatter({ table, number, otherNumber, category }: Sketch): string[] {
  if (!number || !otherNumber)
    return ["# A scatter plot needs two columns of numbers: name yours here.", firstRows(table)]
  const colour = category ? `, color=${python(category)}` : ""
  return [`return px.scatter(${table}, x=${python(number)}, y=${python(otherNumber)}${colour})`]
}

function table({ table, category, number }: Sketch): string[] {
  if (category && number) {
    return [
      `groups = ${table}.groupby(${python(category)})[${python(number)}]`,
      `return groups.agg(["count", "mean", "min", "max"]).reset_index()`,
    ]
  }
  return [`return ${table}`]
}

function kpi({ table, date, number }: Sketch): string[] {
  if (date && number) {
    return [
      months(table, date),
      `monthly = months[${python(number)}].mean().dropna()`,
      "if len(monthly) < 2:",
      `    return Kpi(${table}[${python(number)}].mean(), label=${python(`Average ${number}`)})`,
      "return Kpi(",
      "    monthly.iloc[-1],",
      `    label=${python(`Average ${number}, last month`)},`,
      "    delta=monthly.iloc[-1] - monthly.iloc[-2],",
      "    trend=monthly.tail(24).tolist(),",
      ")",
    ]
  }
  if (number) return [`return Kpi(${table}[${python(number)}].mean(), label=${python(`Average ${number}`)})`]
  return [`return Kpi(len(${table}), label="Rows")`]
}

function html({ table, number }: Sketch): string[] {
  const sentence = number
    ? `The average ${number.replaceAll(/[{}<>&"'\\]/g, " ")} is <strong>{average:,.2f}</strong>.`
    : ""
  return [
    `rows = len(${table})`,
    ...(number ? [`average = ${table}[${python(number)}].mean()`] : []),
    'return f"""',
    '<div style="font: 15px/1.5 system-ui; padding: 16px">',
    `  <p><strong>{rows:,}</strong> rows. ${sentence}</p>`.replace(" </p>", "</p>"),
    "</div>",
    '"""',
  ]
}

const blank = ({ table }: Sketch): string[] => [firstRows(table)]

const template = (id: string, name: string, description: string, draw: (sketch: Sketch) => string[]): CardTemplate => ({
  id,
  name,
  description,
  codeFor: (inputs) => {
    if (inputs.length === 0) return WITHOUT_DATASET
    const sketch = sketchOf(inputs)
    return render(...sketch.preparation, ...draw(sketch))
  },
})

/** What stands in the editor before a dataset is chosen: it runs. */
export const WITHOUT_DATASET = render(
  "# Choose a dataset under Data: it arrives here as a pandas DataFrame.",
  'return Markdown("Choose a dataset to begin.")',
)

export const CARD_TEMPLATES: readonly CardTemplate[] = [
  template("line", "Line chart", "A measure over time", lineChart),
  template("bar", "Bar chart", "A measure by category", barChart),
  template("scatter", "Scatter plot", "Two measures against each other", scatter),
  template("table", "Table", "Figures by group", table),
  template("kpi", "Number", "One figure with its trend", kpi),
  template("html", "HTML", "Your own page", html),
  template("blank", "First rows", "The dataset as it is", blank),
]

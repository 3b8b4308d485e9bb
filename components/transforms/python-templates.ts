import {
  notableColumns,
  pythonString as python,
  type CodeTemplate,
  type TemplateInput,
} from "#components/editor/code-template.ts"
import { joinKeyOf, keyOf } from "./template-keys.ts"

const transform = (...lines: string[]): string =>
  ["def transform(inputs, params):", ...lines.map((line) => line && `    ${line}`), ""].join("\n")

/** What stands in the editor before a dataset is chosen. */
export const WITHOUT_INPUT = transform(
  "# Choose datasets under Data: each arrives here as a pandas DataFrame, by its name.",
  'return pd.DataFrame({"next": ["Choose a dataset to begin."]})',
)

type Draw = (first: TemplateInput, second: TemplateInput | undefined) => string[]

const read = ({ alias }: TemplateInput): string => `${alias} = inputs[${python(alias)}]`
const asItIs = (first: TemplateInput, ...remarks: string[]): string[] => [
  ...remarks.map((remark) => `# ${remark}`),
  `return inputs[${python(first.alias)}]`,
]

const join: Draw = (first, second) => {
  if (!second) return asItIs(first, "A join needs two datasets: add another under Data.")
  const key = joinKeyOf(first, second)
  const on = key
    ? `on=${python(key)}`
    : `left_on=${python(first.columns[0]?.name ?? "")}, right_on=${python(second.columns[0]?.name ?? "")}`
  return [
    read(first),
    read(second),
    ...(key ? [] : ["# No column is in both: name those that belong together."]),
    `return ${first.alias}.merge(${second.alias}, ${on}, how="left", suffixes=("", "_${second.alias}"))`,
  ]
}

const aggregate: Draw = (first) => {
  const { date, category, numbers } = notableColumns(first.columns)
  const by = category ? python(category) : date ? `pd.Grouper(key=${python(date)}, freq="MS")` : null
  if (by === null) return asItIs(first, "No column to group by yet: name yours here.")
  const { number, reading } = measureOf(first, numbers)
  if (!number)
    return [...reading, `return ${first.alias}.groupby(${by}, dropna=False).size().rename("rows").reset_index()`]
  const column = python(number)
  return [
    ...reading,
    `groups = ${first.alias}.groupby(${by}, dropna=False)`,
    "return groups.agg(",
    `    rows=(${column}, "size"),`,
    `    total=(${column}, "sum"),`,
    `    average=(${column}, "mean"),`,
    ").reset_index()",
  ]
}

const clean: Draw = (first) => {
  const texts = first.columns.filter(({ type }) => type === "string").map(({ name }) => python(name))
  return [
    `table = inputs[${python(first.alias)}]`,
    ...(texts.length > 0 ? [`for name in [${texts.join(", ")}]:`, "    table[name] = table[name].str.strip()"] : []),
    'table = table.dropna(how="all").drop_duplicates()',
    'return table.rename(columns=lambda name: name.strip().lower().replace(" ", "_"))',
  ]
}

const pivot: Draw = (first) => {
  const { date, category, numbers } = notableColumns(first.columns)
  const { number, reading } = measureOf(first, numbers)
  if (!category || !number || !date)
    return asItIs(first, "A pivot needs a date, a category and a number: name yours here.")
  return [
    ...reading,
    `table = ${first.alias}.pivot_table(`,
    `    index=pd.Grouper(key=${python(date)}, freq="MS"),`,
    `    columns=${python(category)},`,
    `    values=${python(number)},`,
    '    aggfunc="mean",',
    ")",
    "return table.rename(columns=str).reset_index()",
  ]
}

const deduplicate: Draw = (first) => {
  const { date } = notableColumns(first.columns)
  const key = keyOf(first)
  if (key === undefined) return asItIs(first)
  return [
    read(first),
    ...(date && date !== key ? [`${first.alias} = ${first.alias}.sort_values(${python(date)})`] : []),
    `return ${first.alias}.drop_duplicates(subset=[${python(key)}], keep="last")`,
  ]
}

/** The number a draft is about, and how it is read: pandas averages floats, not exact decimals. */
function measureOf(first: TemplateInput, numbers: TemplateInput["columns"]): { number?: string; reading: string[] } {
  const column = numbers.find(({ type }) => type !== "decimal") ?? numbers[0]
  const reading = [read(first)]
  if (!column) return { reading }
  if (column.type === "decimal")
    reading.push(`${first.alias} = ${first.alias}.astype({${python(column.name)}: "float64"})`)
  return { number: column.name, reading }
}

const template = (id: string, name: string, description: string, draw: Draw): CodeTemplate => ({
  id,
  name,
  description,
  codeFor: ([first, second]) => (first ? transform(...draw(first, second)) : WITHOUT_INPUT),
})

export const PYTHON_TEMPLATES: readonly CodeTemplate[] = [
  template("join", "Join", "Two datasets by a column they share", join),
  template("aggregate", "Aggregate", "Figures by group", aggregate),
  template("clean", "Clean", "Trimmed text, tidy names, no empty rows", clean),
  template("pivot", "Pivot", "A column for each category", pivot),
  template("deduplicate", "Deduplicate", "The latest row of each key", deduplicate),
  template("blank", "As it is", "The first dataset unchanged", (first) => asItIs(first)),
]

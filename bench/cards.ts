import type { CardInput, CardJob } from "#lib/domain/job-contract.ts"

/** Nine of ten rows go. */
export const predicates: CardInput["predicates"] = [{ op: "in", column: "share", values: ["3"] }]

/** What a trivial job is: the least a card can do. */
export const trivialCode = "def render(dataset, filters, params):\n    return 1\n"

const CODES = [
  (value: string, count: string) => `
def render(dataset, filters, params):
    by_region = dataset.groupby("region")[["${value}", "${count}"]].mean().reset_index()
    return px.bar(by_region, x="region", y="${value}")
`,
  (value: string, count: string) => `
def render(dataset, filters, params):
    monthly = dataset.groupby(dataset.day.dt.to_period("M").dt.to_timestamp())["${value}"].sum().reset_index()
    return px.line(monthly, x="day", y="${value}", title="${count}")
`,
  (value: string, count: string) => `
def render(dataset, filters, params):
    both = dataset.groupby([dataset.day.dt.year, "region"])["${count}"].sum().reset_index()
    return px.bar(both, x="day", y="${count}", color="region")
`,
  (value: string) => `
def render(dataset, filters, params):
    return dataset.pivot_table(index="region", columns=dataset.day.dt.year, values="${value}", aggfunc="median")
`,
]

/** Twenty cards as a dashboard has them, each over four columns: two shared by all, two of its own. */
export const dashboard = Array.from({ length: 20 }, (_, number) => {
  const [value, count] = [`amount_${number}`, `count_${number}`]
  const code = CODES[number % CODES.length]?.(value, count) ?? ""
  return { code, columns: ["day", "region", value, count] }
})

export function cardJob(over: Partial<CardJob> & Pick<CardJob, "key" | "code">): CardJob {
  return { authorId: "usr_bench", language: "python", inputs: [], filters: [], params: {}, ...over }
}

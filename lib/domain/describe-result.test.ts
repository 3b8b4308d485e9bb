import { describe, expect, test } from "vitest"
import { describeResult, hasRelativeDates, mayAskForToday, type ResultContext } from "./describe-result.ts"
import type { Filter, FilterValues } from "./filter.ts"
import { CardJob } from "./job-contract.ts"

const JOB = {
  key: "tile",
  authorId: "usr_0123456789",
  language: "python",
  code: "def render(dataset, filters, params):\n    return len(dataset)",
  inputs: [
    {
      alias: "d",
      datasetId: "ds_0123456789",
      dataVersionId: "dv_0123456789",
      columns: ["a"],
      predicates: [{ op: "in", column: "a", values: ["x"] }],
    },
  ],
  filters: [{ id: "f", type: "category", value: ["x"] }],
  params: { top: 10, colour: "blue" },
}
const CONTEXT: ResultContext = { timezone: "UTC", runtimeVersion: "1", today: null }
const [INPUT] = JOB.inputs
const [FILTER] = JOB.filters

const described = (job: object = {}, context: Partial<ResultContext> = {}) =>
  describeResult(CardJob.parse({ ...JOB, ...job }), { ...CONTEXT, ...context })

describe("which jobs have the same result", () => {
  test.each<[string, object, Partial<ResultContext>]>([
    ["the same again", {}, {}],
    ["on another tile", { key: "other" }, {}],
    ["params in another order", { params: { colour: "blue", top: 10 } }, {}],
  ])("%s", (_, job, context) => expect(described(job, context)).toEqual(described()))
})

describe("which have not, and no past in common", () => {
  test.each<[string, object, Partial<ResultContext>]>([
    ["other code", { code: `${JOB.code}\n` }, {}],
    ["another language", { language: "sql" }, {}],
    ["another chart", { chart: { type: "bar" } }, {}],
    ["another author", { authorId: "usr_9999999999" }, {}],
    ["another param", { params: { ...JOB.params, top: 11 } }, {}],
    ["a param as text", { params: { ...JOB.params, top: "10" } }, {}],
    ["another filter value", { filters: [{ ...FILTER, value: ["y"] }] }, {}],
    ["a filter not set", { filters: [{ ...FILTER, value: null }] }, {}],
    ["a filter emptied", { filters: [{ ...FILTER, value: [] }] }, {}],
    ["a filter of another id", { filters: [{ ...FILTER, id: "g" }] }, {}],
    ["another row rule, same filters", { inputs: [{ ...INPUT, predicates: [] }] }, {}],
    ["another column", { inputs: [{ ...INPUT, columns: ["b"] }] }, {}],
    ["all columns", { inputs: [{ ...INPUT, columns: null }] }, {}],
    ["another alias", { inputs: [{ ...INPUT, alias: "e" }] }, {}],
    ["another dataset", { inputs: [{ ...INPUT, datasetId: "ds_9999999999" }] }, {}],
    ["no dataset", { inputs: [] }, {}],
    ["another time zone", {}, { timezone: "Europe/Berlin" }],
  ])("%s", (_, job, context) => {
    const other = described(job, context)
    expect(other.exact).not.toBe(described().exact)
    expect(other.lineage).not.toBe(described().lineage)
  })
})

describe("which have not, but one is the other's past", () => {
  test.each<[string, object, Partial<ResultContext>]>([
    ["another version of the data", { inputs: [{ ...INPUT, dataVersionId: "dv_9999999999" }] }, {}],
    ["another runtime", {}, { runtimeVersion: "2" }],
    ["on a day, where the day matters", {}, { today: "2024-02-29" }],
  ])("%s", (_, job, context) => {
    const other = described(job, context)
    expect(other.exact).not.toBe(described().exact)
    expect(other.lineage).toBe(described().lineage)
  })

  test("one day is not the next", () =>
    expect(described({}, { today: "2024-02-29" }).exact).not.toBe(described({}, { today: "2024-03-01" }).exact))
})

describe("whether filters hold a relative date", () => {
  const date: Filter = { id: "day", type: "date_range", label: "Day", column: "day" }
  const preset: Filter = { ...date, default: { relative: "last_7_days" } }
  const text: Filter = { id: "constructor", type: "text", label: "T", column: "t" }
  test.each<[string, Filter[], FilterValues, boolean]>([
    ["nothing is set", [date, text], {}, false],
    ["days", [date], { day: { start: "2024-01-01" } }, false],
    ["a relative value", [text, date], { day: { relative: "today" } }, true],
    ["a relative default", [preset], {}, true],
    ["a relative default that was cleared", [preset], { day: null }, false],
    ["a relative default under other days", [preset], { day: { end: "2024-01-01" } }, false],
    ["text that says so", [text], { constructor: "relative" }, false],
  ])("%s", (_, filters, values, expected) => expect(hasRelativeDates(filters, values)).toBe(expected))
})

describe("whether code may ask for the day", () => {
  test.each([
    ["return date.today()", true],
    ["return datetime.now(tz)", true],
    ['return pd.Timestamp("now")', true],
    ["import time", true],
    ["SELECT * FROM d WHERE day = CURRENT_DATE", true],
    ["SELECT get_current_timestamp()", true],
    ["return known.timedelta(days=1)", false],
    ["return dataset.runtime.sum()", false],
    ["return snowfall", false],
  ])("%s: %s", (code, expected) => expect(mayAskForToday(code)).toBe(expected))
})

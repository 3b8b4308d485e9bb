import { describe, expect, test } from "vitest"
import type { DatasetChoice } from "#components/editor/dataset-choice.ts"
import { withInput } from "#components/editor/input-alias.ts"
import { newId } from "#lib/domain/ids.ts"
import { PYTHON_TEMPLATES, WITHOUT_INPUT } from "./python-templates.ts"
import { SQL_TEMPLATES, SQL_WITHOUT_INPUT } from "./sql-templates.ts"
import {
  draftOf,
  firstDraftIn,
  followingInputs,
  isSameDraft,
  isUntouched,
  newTransformDraft,
  requestOf,
  templateInputsOf,
} from "./transform-draft.ts"

const choice = (name: string, columns: DatasetChoice["columns"]): DatasetChoice => ({
  id: newId("ds"),
  name,
  columns,
  rowCount: 3,
  status: "ready",
  hasData: true,
})
const orders = choice("Orders", [
  { name: "order_id", type: "int64" },
  { name: "customer_id", type: "int64" },
  { name: "day", type: "date" },
  { name: "region", type: "string" },
  { name: "amount", type: "double" },
])
const customers = choice("Customers", [
  { name: "customer_id", type: "int64" },
  { name: "region", type: "string" },
  { name: "since", type: "date" },
])
const all = [orders, customers]
const ofOrders = newTransformDraft(all, orders.id)
const ofBoth = { ...ofOrders, inputs: withInput(ofOrders.inputs, customers) }
const codeOf = (templates: typeof PYTHON_TEMPLATES, id: string, draft = ofBoth) =>
  templates.find((template) => template.id === id)?.codeFor(templateInputsOf(draft, all)) ?? ""

describe("a draft", () => {
  test("of one dataset begins with a summary, and becomes a join when another is added", () => {
    expect(ofOrders.code).toContain('groupby("region"')
    expect(followingInputs(ofOrders, ofBoth, all).code).toContain('orders.merge(customers, on="customer_id"')
  })
  test("follows an alias that is renamed while the code is a template's", () => {
    const renamed = { ...ofOrders, inputs: [{ alias: "sales", datasetId: orders.id }] }
    expect(followingInputs(ofOrders, renamed, all).code).toContain('inputs["sales"]')
  })
  test("of the author's own code stays as it is", () => {
    const own = { ...ofOrders, code: `${ofOrders.code}# mine\n` }
    expect(isUntouched(own, all)).toBe(false)
    expect(followingInputs(own, { ...own, inputs: ofBoth.inputs }, all).code).toBe(own.code)
  })
  test("is the same with spaces around its name and schedule, and another with another schedule", () => {
    const scheduled = { ...ofOrders, schedule: { cron: "0 6 * * *", timezone: "UTC" } }
    expect(isSameDraft(scheduled, { ...scheduled, schedule: { cron: " 0 6 * * * ", timezone: "UTC" } })).toBe(true)
    expect(isSameDraft(scheduled, ofOrders)).toBe(false)
    expect(isSameDraft(ofOrders, { ...ofOrders, allowSchemaChange: true })).toBe(false)
  })
  test("that was saved is sent back as it was", () => {
    const saved = requestOf({ ...ofBoth, name: " Sales " }, { top: 1 })
    expect(saved).toMatchObject({ name: "Sales", params: { top: 1 } })
    expect(requestOf(draftOf(saved), saved.params)).toEqual(saved)
  })
})

describe("templates", () => {
  test.each([
    [PYTHON_TEMPLATES, WITHOUT_INPUT],
    [SQL_TEMPLATES, SQL_WITHOUT_INPUT],
  ])("ask for a dataset while there is none", (templates, blank) => {
    for (const { codeFor } of templates) expect(codeFor([])).toBe(blank)
  })
  test("join by the id that both have, and keep apart what else is called alike", () => {
    const sql = codeOf(SQL_TEMPLATES, "join")
    expect(sql).toContain("orders.customer_id = customers.customer_id")
    expect(sql).toContain("customers.region AS region_customers")
    expect(sql).not.toContain("customers.customer_id,")
  })
  test("say what a join lacks", () => {
    expect(codeOf(PYTHON_TEMPLATES, "join", ofOrders)).toContain("needs two datasets")
  })
  test("keep the latest row of each key", () => {
    expect(codeOf(PYTHON_TEMPLATES, "deduplicate")).toContain(`sort_values("day")`)
    expect(codeOf(SQL_TEMPLATES, "deduplicate")).toContain("PARTITION BY order_id ORDER BY day DESC")
  })
  test("read exact decimals as floats where pandas would average them", () => {
    const prices = choice("Prices", [
      { name: "price", type: "decimal" },
      { name: "kind", type: "string" },
    ])
    const draft = firstDraftIn("python", newTransformDraft([prices], prices.id), [prices])
    expect(draft.code).toContain('astype({"price": "float64"})')
  })
})

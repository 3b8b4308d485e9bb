import { describe, expect, test } from "vitest"
import { suggestColumns } from "./suggest-columns.ts"

const columns = ["order_date", "amount", "region", "unit price", "count", "it's", "größe"].map((name) => ({ name }))
const named = (code: string) => suggestColumns(code, [{ alias: "orders", columns }]).columnsByAlias.orders

describe("columns suggested from code", () => {
  test.each([
    ["a quoted name", `dataset["amount"]`, ["amount"]],
    ["single quotes", `dataset['region']`, ["region"]],
    ["a list, in the dataset's order", `dataset[["region", "amount"]]`, ["amount", "region"]],
    ["an attribute", "dataset.order_date.dt.year", ["order_date"]],
    ["an attribute of another alphabet", "dataset.größe.max()", ["größe"]],
    ["a name with a space", `px.bar(dataset, x="unit price")`, ["unit price"]],
    ["a name with a quote, escaped", String.raw`dataset['it\'s']`, ["it's"]],
    ["a triple-quoted name", `dataset["""amount"""]`, ["amount"]],
    ["names within query()", `dataset.query("amount > 3 and region == 'x'")`, ["amount", "region"]],
    [
      "names within SQL",
      `duckdb.sql("""select sum("unit price") from orders where count > 1""")`,
      ["unit price", "count"],
    ],
    ["a method with a column's name is a method", "dataset.groupby(1).count()", []],
    ["a comment names nothing", `# dataset["amount"]\nreturn 1`, []],
    ["a hash within a string starts no comment", `x = "#"; dataset["amount"]`, ["amount"]],
    [
      "code within an f-string",
      `f"<b>{dataset['amount'].sum():,.0f}</b> {dataset.region.nunique()}"`,
      ["amount", "region"],
    ],
    ["part of a longer string is no name", `"the amount is high"`, []],
    ["part of a longer attribute is no name", "dataset.amounts + dataset.amount_2", []],
    ["an unclosed string is survived", `dataset["amount"] + "regi`, ["amount"]],
  ])("%s", (_, code, expected) => expect(named(code)).toEqual(expected))

  test("each alias gets its own columns", () => {
    const inputs = [
      { alias: "a", columns: [{ name: "amount" }] },
      { alias: "b", columns: [{ name: "region" }, { name: "amount" }] },
    ]
    const code = `dataset["a"]["amount"]`
    expect(suggestColumns(code, inputs).columnsByAlias).toEqual({ a: ["amount"], b: ["amount"] })
  })

  test.each([
    ["return dataset", ["return dataset"]],
    ["return dataset.describe()", [".describe()"]],
    ["x = dataset.columns\ny = dataset.columns", [".columns"]],
    [`return dataset["amount"].sum()`, []],
    [`return "dataset.describe()"`, []],
  ])("%s: reads all by %j", (code, expected) => expect(suggestColumns(code, []).readsAll).toEqual(expected))
})

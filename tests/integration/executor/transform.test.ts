import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { DataProfile, PreviewResponse } from "#lib/domain/job-contract.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { openObjectStore } from "#lib/objects/open-store.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { ExecutorClient } from "./executor-client.ts"
import { transform, TransformClient, type Inputs, type Version } from "./transform-client.ts"

let executor: RunningExecutor
let client: ExecutorClient
let transforms: TransformClient
let inputs: Inputs

beforeAll(async () => {
  executor = await startExecutor()
  client = new ExecutorClient(executor)
  transforms = new TransformClient(client)
  inputs = {
    orders: await client.dataset("id,customer,amount,day\n1,a,10,2024-01-01\n2,b,20,2024-01-02\n3,a,30,2024-01-03\n"),
    customers: await client.dataset("customer,name\na,Ann\nb,Bob\n"),
  }
})
afterAll(() => executor.stop())

async function rowsOf({ datasetId, dataVersionId }: Version) {
  const ask = { requestId: "test", principal: "usr_tester", limit: 10, datasetId, dataVersionId }
  return PreviewResponse.parse(await (await client.post("/v1/preview", ask)).json())
}

const TOTALS = [
  ["Ann", 40],
  ["Bob", 20],
]
const SQL = "select name, sum(amount) as amount from orders join customers using (customer) group by 1 order by 1"

describe("a transform", () => {
  test.each([
    [
      "pandas",
      transform(
        `joined = inputs["orders"].merge(inputs["customers"], on="customer")`,
        `return joined.groupby("name", as_index=False)["amount"].sum()`,
      ),
    ],
    [
      "Polars",
      transform(
        `joined = inputs.polars("orders").join(inputs.polars("customers"), on="customer")`,
        `return joined.group_by("name").agg(pl.col("amount").sum()).sort("name")`,
      ),
    ],
    [
      "Arrow",
      transform(
        `joined = inputs.arrow("orders").join(inputs.arrow("customers"), keys="customer").to_table()`,
        `sums = joined.group_by("name").aggregate([("amount", "sum")]).select(["name", "amount_sum"])`,
        `return sums.rename_columns(["name", "amount"]).sort_by("name")`,
      ),
    ],
    ["DuckDB", transform(`return inputs.sql("""${SQL}""")`)],
    ["SQL", SQL],
  ])("in %s makes a version that is read like any other", async (kind, code) => {
    const ran = await transforms.run(code, inputs, kind === "SQL" ? { language: "sql" } : {})
    expect(ran.failure).toBeUndefined()
    expect(ran.report).toMatchObject({
      columns: [
        { name: "name", type: "string" },
        { name: "amount", type: "int64" },
      ],
      rowCount: 2,
      inputRows: 5,
      warnings: [],
    })
    expect(ran.report?.peakMemoryBytes).toBeGreaterThan(10_000_000)
    expect(ran.stages.at(0)).toBe("queued")
    expect(ran.stages.at(-1)).toBe("storing")
    expect((await rowsOf(ran.output)).rows).toEqual(TOTALS)
    const store = openObjectStore({ OBJECTS_DIR: executor.objectsDir })
    const { datasetId, dataVersionId } = ran.output
    const profile = await store.get(objectKeys.profile(datasetId, dataVersionId))
    expect(DataProfile.parse(JSON.parse(Buffer.concat(await profile!.toArray()).toString()))).toMatchObject({
      rowCount: 2,
      columns: [
        { name: "name", distinctCount: 2 },
        { name: "amount", max: 40 },
      ],
    })
  })

  test("shows a preview of the first rows, with what was printed", async () => {
    const shown = await transforms.preview(transform(`print("hello")`, `return inputs["orders"]`), inputs, {
      sampleRows: 2,
    })
    expect(shown).toMatchObject({
      rowCount: 2,
      rows: [
        [1, "a", 10, "2024-01-01"],
        [2, "b", 20, "2024-01-02"],
      ],
      inputs: [
        { alias: "orders", sampledRows: 2, totalRows: 3 },
        { alias: "customers", sampledRows: 2, totalRows: 2 },
      ],
      stdout: "hello\n",
      warnings: [],
    })
    expect(shown.error).toBeUndefined()
  })
})

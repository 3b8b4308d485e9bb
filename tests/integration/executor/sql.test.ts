import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { SQL_TEMPLATES } from "#components/cards/sql-templates.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { body, ExecutorClient, input, type CardOverrides } from "./executor-client.ts"

const MB = 1024 ** 2
const SALES =
  "day,region,amount,units\n2024-01-01,north,10.5,1\n2024-02-02,south,20,2\n2024-02-03,north,30,3\n2024-03-04,,40,4\n"
const TABLE = "application/vnd.dataresource+json"

let executor: RunningExecutor
let client: ExecutorClient

beforeAll(async () => {
  executor = await startExecutor({
    EXECUTOR_CARD_TIMEOUT_MS: "2000",
    EXECUTOR_CARD_MEMORY_BYTES: String(512 * MB),
    EXECUTOR_CONCURRENCY: "2",
  })
  client = new ExecutorClient(executor)
})
afterAll(() => executor.stop())

const query = (sql: string, over: CardOverrides = {}) => client.run(sql, { language: "sql", ...over })

async function expectNextCardToWork() {
  const python = await client.run(body("return 6 * 7"))
  expect(python.display?.["application/vnd.cardloom.kpi+json"]?.value).toBe(42)
  expect((await query("SELECT 6 * 7 AS answer")).display?.[TABLE]?.rows).toEqual([[42]])
}

describe("a SQL card in the sandbox", () => {
  test("reads the rows that pass the filters, and its numbers are those of Python", async () => {
    const sales = await client.dataset(SALES)
    const inputs = [input(sales, { predicates: [{ op: "in" as const, column: "region", values: ["north", null] }] })]
    const sql = "SELECT region, sum(amount) AS total, sum(units) AS units FROM data GROUP BY ALL ORDER BY total"
    const result = await query(sql, { inputs })
    const python = await client.run(
      body(
        "return dataset.groupby('region', dropna=False)[['amount', 'units']].sum().reset_index().sort_values('amount')",
      ),
      { inputs },
    )
    expect(result.error).toBeUndefined()
    expect(result.display?.[TABLE]?.rows).toEqual([
      [null, 40, 4],
      ["north", 40.5, 4],
    ])
    expect(result.display?.[TABLE]?.rows).toEqual(python.display?.[TABLE]?.rows.map((row) => row.slice(-3)))
    expect([result.inputRows, result.filteredRows]).toEqual([4, 3])
  })

  test("joins its datasets by alias, with params", async () => {
    const inputs = [
      input(await client.dataset(SALES), { alias: "sales", columns: ["region", "units"] }),
      input(await client.dataset("region,boss\nnorth,Ada\nsouth,Alan\n"), { alias: "bosses" }),
    ]
    const sql =
      "SELECT boss, sum(units) AS units FROM sales JOIN bosses USING (region) WHERE units >= $least GROUP BY boss ORDER BY boss"
    const result = await query(sql, { inputs, params: { least: 2 } })
    expect(result.display?.[TABLE]?.rows).toEqual([
      ["Ada", 3],
      ["Alan", 2],
    ])
  })

  test("draws its chart, with the table beside it", async () => {
    const inputs = [input(await client.dataset(SALES))]
    const chart = { type: "bar" as const, x: "region", y: ["units"] }
    const { display } = await query("SELECT region, units FROM data ORDER BY units LIMIT 2", { inputs, chart })
    expect(display?.["application/vnd.plotly.v1+json"]).toMatchObject({
      data: [{ type: "bar", x: ["north", "south"], y: [1, 2] }],
    })
    expect(display?.[TABLE]?.totalRows).toBe(2)
  })

  test("cuts instants into days of the workspace's time zone", async () => {
    const inputs = [input(await client.dataset("moment\n2024-01-01T23:30:00Z\n"))]
    const request = [{ key: "k", authorId: "usr_a", language: "sql" as const, filters: [], params: {} }]
    const sql = "SELECT (moment AT TIME ZONE 'Asia/Tokyo')::DATE AS there, moment::TIMESTAMPTZ::DATE AS here FROM data"
    const events = await client.render(
      request.map((card) => ({ ...card, code: sql, inputs })),
      { timezone: "Asia/Tokyo" },
    )
    expect(events[0]).toMatchObject({ result: { display: { [TABLE]: { rows: [["2024-01-02", "2024-01-02"]] } } } })
  })

  test.each(SQL_TEMPLATES.map(({ name, codeFor, chartFor }) => [name, codeFor, chartFor] as const))(
    "the template %s runs as it is offered",
    async (_, codeFor, chartFor) => {
      const sketch = [
        {
          alias: "order",
          columns: [
            { name: "day", type: "date" as const },
            { name: "region", type: "string" as const },
            { name: "amount", type: "double" as const },
          ],
        },
      ]
      const inputs = [input(await client.dataset(SALES), { alias: "order" })]
      const chart = chartFor?.(sketch)
      const result = await query(codeFor(sketch), { inputs, ...(chart && { chart }) })
      expect(result.error).toBeUndefined()
      expect(result.warnings).toEqual([])
    },
  )
})

describe("a SQL card that goes wrong", () => {
  test("says what, where, and what to do", async () => {
    const inputs = [input(await client.dataset(SALES))]
    const result = await query("SELECT region,\n  amuont\nFROM data", { inputs })
    expect(result.error).toMatchObject({ code: "execution_failed", line: 2, hint: "Did you mean amount?" })
    await expectNextCardToWork()
  })

  test.each([
    ["files", "FROM read_text('/etc/passwd')"],
    ["its own Python", "FROM read_text('/usr/lib/python3.11/os.py')"],
    ["addresses", "FROM read_csv('http://127.0.0.1:1/x.csv')"],
    ["extensions", "INSTALL httpfs"],
    ["settings", "SET enable_external_access = true"],
    ["writing", "COPY (SELECT 1) TO '/tmp/x.csv'"],
    ["other databases", "ATTACH '/tmp/x.db'"],
    ["two statements", "SELECT 1; SELECT 2"],
  ])("by reaching for %s: refused", async (_, sql) => {
    const result = await query(sql)
    expect(result.display).toBeUndefined()
    expect(result.error?.code).toBe("execution_failed")
    expect(result.error?.hint).toMatch(/no files and no network|one SELECT|make a card of each/)
  })

  test("by running on and on: ended at the time limit", async () => {
    const sql = "SELECT count(*) FROM range(10_000_000) a(i), range(10_000_000) b(j) WHERE i * j % 7 = 3"
    expect((await query(sql)).error).toMatchObject({
      code: "execution_timeout",
      message: "This card ran longer than 2 s.",
    })
    await expectNextCardToWork()
  })

  test.each([
    ["a list of everything", "SELECT list(i) FROM range(500_000_000) t(i)"],
    ["a sort of everything", "SELECT i, hash(i) AS h FROM range(500_000_000) t(i) ORDER BY h"],
    ["one long text", "SELECT length(repeat('x', 4_000_000_000))"],
  ])("by taking memory with %s: the limit is named", async (_, sql) => {
    const result = await query(sql)
    expect(["memory_limit", "execution_timeout"]).toContain(result.error?.code)
    if (result.error?.code === "memory_limit")
      expect(result.error.message).toBe("This card needed more than 512 MB of memory.")
    await expectNextCardToWork()
  })

  test("by returning more than fits: the first rows travel, and all are counted", async () => {
    const result = await query("SELECT i FROM range(3_000_000) t(i)")
    expect(result.display?.[TABLE]?.rows).toHaveLength(10_000)
    expect(result.display?.[TABLE]?.totalRows).toBe(3_000_000)
  })
})

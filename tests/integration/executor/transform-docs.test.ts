import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { ExecutorClient } from "./executor-client.ts"
import { TransformClient, type Inputs } from "./transform-client.ts"

const page = readFileSync(join(import.meta.dirname, "../../../docs/transforms.md"), "utf8")
const examples = [...page.matchAll(/^```(python|sql)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({
  language: language === "sql" ? ("sql" as const) : ("python" as const),
  code,
}))

let executor: RunningExecutor
let transforms: TransformClient
let inputs: Inputs

beforeAll(async () => {
  executor = await startExecutor()
  const client = new ExecutorClient(executor)
  transforms = new TransformClient(client)
  inputs = {
    orders: await client.dataset("id,customer,amount,day\n1,a,10,2024-01-01\n2,b,20,2024-01-02\n3,a,30,2024-02-03\n"),
    customers: await client.dataset("customer,country\na,Chile\nb,Peru\n"),
  }
})
afterAll(() => executor?.stop())

test("the guide to transforms has examples of both languages", () => {
  expect(new Set(examples.map(({ language }) => language))).toEqual(new Set(["python", "sql"]))
})

test.each(examples)("the example $code runs, without a warning", async ({ language, code }) => {
  const ran = await transforms.run(code, inputs, { language })
  expect(ran.failure).toBeUndefined()
  expect(ran.report).toMatchObject({ warnings: [], rowCount: expect.any(Number) })
  expect(ran.report?.rowCount).toBeGreaterThan(1)
})

import { afterAll, beforeAll, expect, test } from "vitest"
import type { CardResult } from "#lib/domain/job-contract.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { body, card, ExecutorClient, input } from "./executor-client.ts"

const MB = 1024 ** 2
const SALES = "day,region,amount,note\n2024-01-01,north,10.5,hush\n2024-01-02,south,20,hush\n2024-01-03,north,30,hush\n"

let executor: RunningExecutor
let client: ExecutorClient

beforeAll(async () => {
  executor = await startExecutor({ EXECUTOR_CONCURRENCY: "2", EXECUTOR_SLICES_BYTES: String(8 * MB) })
  client = new ExecutorClient(executor)
})
afterAll(() => executor.stop())

/** What the cards of one render answer, in the order of the cards. */
async function results(cards: ReturnType<typeof card>[]): Promise<CardResult[]> {
  const events = await client.render(cards)
  const byKey = new Map(events.flatMap((event) => ("result" in event ? [[event.key, event.result]] : [])))
  return cards.flatMap(({ key }) => byKey.get(key) ?? [])
}
const shownBy = (result: CardResult | undefined) => result?.display?.["text/html"]

test("given cards that share columns, then each has its own, in the order it names them", async () => {
  const sales = await client.dataset(SALES)
  const predicates = [{ op: "in" as const, column: "region", values: ["north"] }]
  const show = body("return str({name: [str(cell) for cell in dataset[name]] for name in dataset.columns})")
  const declared = [["region", "amount"], ["amount", "region"], ["amount", "day", "amount"], null]
  const answers = await results(
    declared.map((columns) => card(show, { inputs: [input(sales, { columns, predicates })] })),
  )
  const [region, amount] = ["'region': ['north', 'north']", "'amount': ['10.5', '30.0']"]
  const day = "'day': ['2024-01-01 00:00:00', '2024-01-03 00:00:00']"
  expect(answers.map(shownBy)).toEqual([
    `{${region}, ${amount}}`,
    `{${amount}, ${region}}`,
    `{${amount}, ${day}}`,
    `{${day}, ${region}, ${amount}, 'note': ['hush', 'hush']}`,
  ])
  for (const { inputRows, filteredRows } of answers) expect([inputRows, filteredRows]).toEqual([3, 2])
})

test("given a card that looks through all that is open to it, then there is no column it has not declared", async () => {
  const sales = await client.dataset(SALES)
  const look = `import os
def render(dataset):
    found, files = False, set()
    for fd in range(256):
        try:
            content = os.pread(fd, 1 << 20, 0)
        except OSError:
            continue
        if content.startswith(b"ARROW1"):
            files.add(os.fstat(fd).st_ino)
        found = found or b"hush" in content
    return f"{len(files)} {found}"
`
  const reads = (columns: string[]) => card(look, { inputs: [input(sales, { columns })] })
  const answers = await results([reads(["amount", "note"]), reads(["amount", "day"]), reads(["day"])])
  expect(answers.map(shownBy)).toEqual(["2 True", "2 False", "1 False"])
})

test("given more columns than have a file each, and many datasets, then all of them are there", async () => {
  const names = Array.from({ length: 40 }, (_, number) => `c${number}`)
  const wide = await client.dataset(`${names.join(",")}\n${names.map((_, number) => number).join(",")}\n`)
  const sum = body("return int(sum(sum(frame.iloc[0]) for frame in dataset.values()))")
  const inputs = (count: number, columns: number) =>
    Array.from({ length: count }, (_, n) => input(wide, { alias: `d${n}`, columns: names.slice(0, columns) }))
  const answers = await results([
    card(sum, { inputs: inputs(2, 40) }),
    card(sum, { inputs: inputs(5, 12) }),
    card(sum, { inputs: inputs(16, 4) }),
  ])
  expect(answers.map((answer) => answer.display?.["application/vnd.cardloom.kpi+json"]?.value)).toEqual([
    2 * 780,
    5 * 66,
    16 * 6,
  ])
})

test("given a column too large for the memory set aside, then its card says so and the others have theirs", async () => {
  const rows = Array.from({ length: 5000 }, (_, n) => `${n},${`${n} `.padEnd(2000, "x")}`)
  const data = await client.dataset(`n,long\n${rows.join("\n")}\n`)
  const predicates = [{ op: "range" as const, column: "n", gte: 1 }]
  const count = body("return len(dataset)")
  const [large, small] = await results(
    [["long"], ["n"]].map((columns) => card(count, { inputs: [input(data, { columns, predicates })] })),
  )
  expect(large?.error).toMatchObject({ code: "memory_limit" })
  expect(large?.error?.message).toContain("8 MB")
  expect(small?.display?.["application/vnd.cardloom.kpi+json"]?.value).toBe(4999)
})

test("given a render whose cards want different rows of different data, then each has its own", async () => {
  const [one, two] = [await client.dataset("a\n1\n2\n3\n"), await client.dataset("a\n10\n20\n30\n")]
  const sum = body("return int(dataset.a.sum())")
  const cards = [one, two].flatMap((data) =>
    [1, 2, 3].map((gte) =>
      card(sum, {
        inputs: [input(data, { predicates: [{ op: "range", column: "a", gte: gte * (data === one ? 1 : 10) }] })],
      }),
    ),
  )
  const answers = await results(cards)
  expect(answers.map((answer) => answer.display?.["application/vnd.cardloom.kpi+json"]?.value)).toEqual([
    6, 5, 3, 60, 50, 30,
  ])
})

test("given a slicer that is too slow for anything, then every card says so, and none waits for ever", async () => {
  const slow = await startExecutor({ EXECUTOR_SLICE_TIMEOUT_MS: "1" })
  try {
    const sales = await new ExecutorClient(slow).dataset(SALES)
    const cards = [["day"], ["amount"], null].map((columns) =>
      card(body("return 1"), { inputs: [input(sales, { columns })] }),
    )
    const events = await new ExecutorClient(slow).render(cards)
    const errors = events.flatMap((event) => ("result" in event ? [event.result.error] : []))
    expect(errors).toHaveLength(3)
    for (const error of errors) expect(error?.message).toContain("took longer than 0.001 s")
  } finally {
    await slow.stop()
  }
})

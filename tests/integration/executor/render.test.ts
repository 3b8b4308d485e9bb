import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { body, card, ExecutorClient, input, renderRequest } from "./executor-client.ts"

const MB = 1024 ** 2
const SALES = "day,region,amount\n2024-01-01,north,10.5\n2024-01-02,south,20\n2024-01-03,north,30\n2024-01-04,,40\n"

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

/** Every test that hurts the sandbox ends with this: the next card is unaffected. */
async function expectNextCardToWork() {
  const result = await client.run(body("return 6 * 7"))
  expect(result.error).toBeUndefined()
  expect(result.display?.["application/vnd.cardloom.kpi+json"]?.value).toBe(42)
}

describe("a card over a dataset", () => {
  test("reads the rows that pass the filters, and says how many there were", async () => {
    const sales = await client.dataset(SALES)
    const predicates = [{ op: "in" as const, column: "region", values: ["north", null] }]
    const result = await client.run(body("return float(dataset.amount.sum())"), {
      inputs: [input(sales, { predicates })],
    })
    expect(result.error).toBeUndefined()
    expect(result.display?.["application/vnd.cardloom.kpi+json"]?.value).toBe(80.5)
    expect([result.inputRows, result.filteredRows]).toEqual([4, 3])
    expect(result.timings.totalMs).toBeGreaterThan(0)
  })

  test("reads several datasets by alias, only the declared columns of each", async () => {
    const [sales, people] = [await client.dataset(SALES), await client.dataset("name,age\nAda,36\nAlan,41\n")]
    const inputs = [input(sales, { alias: "sales", columns: ["amount"] }), input(people, { alias: "people" })]
    const result = await client.run(body("return f\"{list(dataset['sales'].columns)} {len(dataset['people'])}\""), {
      inputs,
    })
    expect(result.display?.["text/html"]).toBe("['amount'] 2")
    expect(result.inputRows).toBe(6)
  })

  test("that names a column the dataset lacks is a result with an error, and its neighbours are unaffected", async () => {
    const sales = await client.dataset(SALES)
    const broken = card(body("return 1"), { inputs: [input(sales, { columns: ["amuont"] })] })
    const fine = card(body("return len(dataset)"), { inputs: [input(sales)] })
    const events = await client.render([broken, fine])
    const byKey = new Map(events.flatMap((event) => ("result" in event ? [[event.key, event.result]] : [])))
    expect(byKey.get(broken.key)?.error).toMatchObject({ code: "execution_failed", type: "UnknownColumn" })
    expect(byKey.get(broken.key)?.error?.message).toContain("amuont")
    expect(byKey.get(fine.key)?.display?.["application/vnd.cardloom.kpi+json"]?.value).toBe(4)
    expect(events.at(-1)).toEqual({ done: true })
  })

  test("cannot change the rows that another card reads", async () => {
    const sales = await client.dataset(SALES)
    const inputs = [input(sales)]
    const vandal = body(
      "import os",
      "done = []",
      "for fd in range(3, 64):",
      "    for harm in (lambda: os.write(fd, b'x' * 64), lambda: os.pwrite(fd, b'x' * 64, 0), lambda: os.ftruncate(fd, 0), lambda: os.fchmod(fd, 0)):",
      "        try: done.append((fd, harm()))",
      "        except OSError: pass",
      "return 'tried'",
    )
    await client.run(vandal, { inputs })
    const after = await client.run(body("return float(dataset.amount.sum())"), { inputs })
    expect(after.display?.["application/vnd.cardloom.kpi+json"]?.value).toBe(100.5)
  })
})

describe("answers", () => {
  test("come as they are finished: the quick card's line arrives before the slow card is done", async () => {
    const slow = card(body("import time; time.sleep(1.5)", "return 'slow'"))
    const quick = card(body("return 'quick'"))
    const response = await client.post("/v1/render", renderRequest([slow, quick]))
    expect(response.headers.get("content-type")).toBe("application/x-ndjson")
    expect(response.headers.get("cache-control")).toBe("no-store, no-transform")
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const first = await reader?.read()
    expect(first?.value).toContain(quick.key)
    expect(first?.value).not.toContain(slow.key)
    let rest = ""
    for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) rest += chunk.value
    expect(rest).toContain(slow.key)
    expect(rest.trimEnd().split("\n").at(-1)).toBe('{"done":true}')
  })

  test("carry what the card printed", async () => {
    const result = await client.run(body("print('hello', 'naïve 日本語')", "return 1"))
    expect(result.stdout).toBe("hello naïve 日本語\n")
  })

  test("keep megabytes of print short, and say so", async () => {
    const result = await client.run(body("for n in range(200_000): print('x' * 50)", "return 1"))
    expect(result.error).toBeUndefined()
    expect(result.stdout.length).toBeLessThan(200_000)
    expect(result.stdout).toMatch(/truncated|cut|characters/i)
    await expectNextCardToWork()
  })
})

describe("a card that goes wrong", () => {
  test("by raising: type, message and the author's line", async () => {
    const result = await client.run(body("x = 1", "raise ValueError('no such thing')"))
    expect(result.error).toMatchObject({
      code: "execution_failed",
      type: "ValueError",
      message: "no such thing",
      line: 3,
    })
    await expectNextCardToWork()
  })

  test("by a syntax error: the line", async () => {
    const result = await client.run("def render(dataset, filters, params):\n    return (\n")
    expect(result.error).toMatchObject({ code: "execution_failed", type: "SyntaxError" })
    expect(result.error?.line).toBeGreaterThan(0)
  })

  test("by looping: ended at the time limit, which it names", async () => {
    const result = await client.run(body("while True: pass"))
    expect(result.error).toMatchObject({ code: "execution_timeout", message: "This card ran longer than 2 s." })
    await expectNextCardToWork()
  })

  test("by looping while it ignores all signals and errors: ended all the same", async () => {
    const stubborn = body(
      "import signal",
      "for number in range(1, 32):",
      "    try: signal.signal(number, signal.SIG_IGN)",
      "    except (OSError, ValueError): pass",
      "while True:",
      "    try:",
      "        while True: pass",
      "    except BaseException: pass",
    )
    expect((await client.run(stubborn)).error?.code).toBe("execution_timeout")
    await expectNextCardToWork()
  })

  test.each([
    ["one large object", "return len(bytearray(3 * 1024 ** 3))"],
    ["many small ones", "hoard = []; [hoard.append(bytes(1024 * 1024)) for _ in range(100_000)]; return 1"],
    ["NumPy", "return float(np.ones(10 ** 9).sum())"],
  ])("by taking memory with %s: the limit is named", async (_, statement) => {
    const result = await client.run(body(statement))
    expect(result.error).toMatchObject({
      code: "memory_limit",
      message: "This card needed more than 512 MB of memory.",
    })
    await expectNextCardToWork()
  })

  test("by returning 50 MB: refused for its size", async () => {
    const result = await client.run(body("return 'x' * 50_000_000"))
    expect(result.error?.code).toBe("output_too_large")
    await expectNextCardToWork()
  })

  test("by returning nothing: told what to return", async () => {
    expect((await client.run(body("pass"))).error?.message).toContain("nothing")
  })

  test.each([
    ["leaving by os._exit", "import os; os._exit(0)", "ended before it gave a result"],
    ["a segmentation fault", "import ctypes; ctypes.string_at(0)", "crashed"],
    ["an abort in native code", "import os; os.abort()", "crashed"],
  ])("by %s: a result with an error", async (_, statement, message) => {
    const result = await client.run(body(statement))
    expect(result.error?.code).toBe("execution_failed")
    expect(result.error?.message).toContain(message)
    await expectNextCardToWork()
  })

  test.each([
    ["a frame that claims 4 GB", "b'\\xff\\xff\\xff\\xff'", "output_too_large"],
    ["a frame that is not JSON", "b'\\x03\\x00\\x00\\x00abc'", "execution_failed"],
    ["JSON of another shape", "b'\\x02\\x00\\x00\\x00{}'", "execution_failed"],
    [
      "a result of another shape",
      '(lambda p: len(p).to_bytes(4, \'little\') + p)(b\'{"type":"result","display":5}\')',
      "execution_failed",
    ],
  ])("by forging %s on its own connection: the executor does not believe it", async (_, bytes, code) => {
    const forge = body(
      "import os, time",
      "for fd in range(3, 64):",
      `    try: os.write(fd, ${bytes})`,
      "    except OSError: pass",
      "time.sleep(0.5)",
      "return 1",
    )
    expect((await client.run(forge)).error?.code).toBe(code)
    await expectNextCardToWork()
  })
})

describe("jobs are strangers to each other", () => {
  test("nothing a card leaves behind is there for the next", async () => {
    const leave = body(
      "import builtins, sys, pandas",
      "builtins.left = 1",
      "pandas.left = 1",
      "sys.modules['left'] = sys",
      "open('/tmp/left', 'w').write('x')",
      "return 1",
    )
    expect((await client.run(leave)).error).toBeUndefined()
    const look = body(
      "import builtins, os, sys, pandas",
      "return str([hasattr(builtins, 'left'), hasattr(pandas, 'left'), 'left' in sys.modules, os.path.exists('/tmp/left')])",
    )
    expect((await client.run(look)).display?.["text/html"]).toBe("[False, False, False, False]")
  })

  test("each draws its own random numbers", async () => {
    const draw = body("import random", "return f'{random.random()} {np.random.rand()}'")
    const drawn = await Promise.all(Array.from({ length: 4 }, () => client.run(draw)))
    const halves = drawn.flatMap((result) => result.display?.["text/html"]?.split(" ") ?? [])
    expect(new Set(halves).size).toBe(8)
  })
})

import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { ExecutorHealth, type CardJob, type CardResult } from "#lib/domain/job-contract.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { waitFor } from "#tests/support/wait-for.ts"
import { body, card, ExecutorClient, input } from "./executor-client.ts"

let executor: RunningExecutor
let client: ExecutorClient

beforeAll(async () => {
  // One slot, so that cards follow each other in the order they were asked for.
  executor = await startExecutor({ EXECUTOR_CONCURRENCY: "1", EXECUTOR_CARD_TIMEOUT_MS: "3000" })
  client = new ExecutorClient(executor)
})
afterAll(() => executor.stop())

/** How many cards this process has seen: a private name in `sys` is the one trace that nobody looks for. */
const COUNT = ["import sys", "seen = getattr(sys, '_cards_seen', 0) + 1", "sys._cards_seen = seen"]
const counting = (...statements: string[]) => body(...COUNT, ...statements, "return f'{seen}'")

async function results(cards: CardJob[], over = {}): Promise<CardResult[]> {
  const events = await client.render(cards, over)
  expect(events.at(-1)).toEqual({ done: true })
  const byKey = new Map(events.flatMap((event) => ("result" in event ? [[event.key, event.result] as const] : [])))
  return cards.map((one) => {
    const result = byKey.get(one.key)
    if (!result) throw new Error(`no result for ${one.key}`)
    return result
  })
}
const texts = async (cards: CardJob[], over = {}) =>
  (await results(cards, over)).map((result) => result.display?.["text/html"] ?? result.error?.type)

describe("who shares a process", () => {
  test("cards of one author in one render do", async () => {
    expect(await texts([card(counting()), card(counting()), card(counting())])).toEqual(["1", "2", "3"])
  })

  test("the next render of the same cards does not", async () => {
    const cards = [card(counting()), card(counting())]
    expect(await texts(cards)).toEqual(["1", "2"])
    expect(await texts(cards)).toEqual(["1", "2"])
  })

  test("cards of two authors do not", async () => {
    const [ada, eve] = [{ authorId: "usr_ada" }, { authorId: "usr_eve" }]
    const cards = [card(counting(), ada), card(counting(), eve), card(counting(), ada), card(counting(), eve)]
    expect(await texts(cards)).toEqual(["1", "1", "2", "2"])
  })

  test("cards that may see other rows do not", async () => {
    const sales = await client.dataset("region,amount\nnorth,1\nsouth,2\n")
    const north = input(sales, { predicates: [{ op: "in", column: "region", values: ["north"] }] })
    const cards = [card(counting(), { inputs: [input(sales)] }), card(counting(), { inputs: [north] })]
    expect(await texts(cards)).toEqual(["1", "1"])
  })

  test("previews do not", async () => {
    expect(await texts([card(counting()), card(counting())], { priority: "preview" })).toEqual(["1", "1"])
  })
})

describe("a neighbour in the same process finds as good as new", () => {
  test.each([
    ["pandas options", "pd.set_option('display.max_rows', 7)", "pd.get_option('display.max_rows')"],
    [
      "Matplotlib's style",
      "import matplotlib; matplotlib.rcParams['font.size'] = 33",
      "__import__('matplotlib').rcParams['font.size']",
    ],
    ["Plotly Express's defaults", "px.defaults.height = 77", "px.defaults.height"],
    [
      "Plotly's template",
      "import plotly.io as pio; pio.templates.default = 'plotly_dark'",
      "__import__('plotly.io').io.templates.default",
    ],
    ["NumPy's error handling", "np.seterr(all='raise')", "np.geterr()['divide']"],
    ["the environment", "import os; os.environ['LEFT'] = '1'", "__import__('os').environ.get('LEFT')"],
    ["the working directory", "import os; os.mkdir('/tmp/d'); os.chdir('/tmp/d')", "__import__('os').getcwd()"],
    ["files", "open('/tmp/left', 'w').close()", "__import__('os').listdir('/tmp')"],
    ["the decimal context", "import decimal; decimal.getcontext().prec = 3", "__import__('decimal').getcontext().prec"],
    [
      "open figures",
      "import matplotlib.pyplot as plt; plt.figure()",
      "__import__('matplotlib.pyplot').pyplot.get_fignums()",
    ],
    ["a column written into the data", "dataset['amount'] = 0", "float(dataset.amount.sum())"],
    ["a value written into the data", "dataset.loc[:, 'amount'] = 0", "float(dataset.amount.sum())"],
    ["the author's globals", "global left; left = 1", "'left' in globals()"],
  ])("%s", async (_, leave, look) => {
    const inputs = [input(await client.dataset("region,amount\nnorth,1\nsouth,2\n"))]
    const ask = card(body(`return f'{${look}}'`), { inputs })
    const [before] = await texts([ask])
    const [first, after, last] = await texts([
      card(counting(leave), { inputs }),
      { ...ask, key: "after" },
      card(counting(), { inputs }),
    ])
    expect([first, after, last]).toEqual(["1", before, "2"])
  })

  test("random numbers", async () => {
    const draw = body("import random", "return f'{random.random()} {np.random.rand()}'")
    const seeded = body(
      "import random",
      "random.seed(1); np.random.seed(1)",
      "return f'{random.random()} {np.random.rand()}'",
    )
    const drawn = await texts([card(seeded), card(draw), card(draw)])
    expect(new Set(drawn.flatMap((text) => text?.split(" "))).size).toBe(6)
  })
})

describe("after a card that leaves a mark the next has a fresh process", () => {
  test.each([
    ["a thread", "import threading, time; threading.Thread(target=time.sleep, args=(30,), daemon=True).start()"],
    ["a changed function of a library", "pd.DataFrame.sum = lambda *a, **k: 0"],
    ["a changed module", "np.mean = lambda *a, **k: 0"],
    ["a changed builtin", "import builtins; builtins.ascii = lambda _: 0"],
    ["a module of its own", "import types; sys.modules['left'] = types.ModuleType('left')"],
    ["a replaced module", "sys.modules['json'] = sys"],
    ["a changed search path", "sys.path.insert(0, '/tmp')"],
    ["an open file", "sys._left = open('/tmp/x', 'w')"],
    ["a signal handler", "import signal; signal.signal(signal.SIGUSR1, lambda *_: None)"],
    ["a trace function", "sys.setprofile(lambda *_: None)"],
    ["a library whose state cannot be seen", "import duckdb; duckdb.sql('create table t as select 1')"],
  ])("%s", async (_, leave) => {
    expect(await texts([card(counting(leave)), card(counting()), card(counting())])).toEqual(["1", "1", "2"])
  })
})

describe("a card that fails hard takes no other with it", () => {
  test.each([
    ["crashes", "import os; os.kill(os.getpid(), 11); os.abort()", "execution_failed"],
    ["ends its process", "import os; os._exit(0)", "execution_failed"],
    ["takes too long", "while True: pass", "execution_timeout"],
    ["takes too much memory", "return len(bytearray(8 * 1024 ** 3))", "memory_limit"],
    ["returns too much", "return 'x' * 50_000_000", "output_too_large"],
  ])("one that %s", async (_, harm, code) => {
    const [before, broken, after, last] = await results([
      card(counting()),
      card(body(harm)),
      card(counting()),
      card(counting()),
    ])
    expect(broken?.error?.code).toBe(code)
    for (const honest of [before, after, last]) expect(honest?.error).toBeUndefined()
  })

  test("a card that fails only because of what was before it is run again, alone", async () => {
    // sys is the one library nobody can compare: a private name in it goes unnoticed.
    const trap = body("import sys; sys._trap = True", "return 'set'")
    const victim = body("import sys", "if getattr(sys, '_trap', False): raise RuntimeError('trapped')", "return 'fine'")
    expect(await texts([card(trap), card(victim)])).toEqual(["set", "fine"])
  })

  test("a card's own error is its own, however often it is run", async () => {
    const wrong = body("raise ValueError('mine')")
    expect(await texts([card(counting()), card(wrong), card(counting())])).toEqual([
      "1",
      "ValueError",
      expect.anything(),
    ])
  })
})

describe("an author who plays with the process harms only himself, and not for long", () => {
  const TELL =
    "import os\n    for fd in range(3, 64):\n        try: os.write(fd, b'doneFAKE')\n        except OSError: pass"
  test.each([
    ["pretends to the zygote that it is done", TELL],
    ["claims that sealing failed", TELL.replaceAll("doneFAKE", "failed:no")],
    ["floods the zygote", `for _ in range(1000):\n        ${TELL.replaceAll("\n", "\n    ")}`],
    [
      "forges a result and goes on in a thread",
      [
        "import os, threading, time",
        '    p = b\'{"type":"result","display":{},"stdout":"","warnings":[],"inputRows":0,"filteredRows":0,"timings":{"loadMs":0,"userMs":0,"serialiseMs":0}}\'',
        "    def go():",
        "        while True:",
        "            for fd in range(3, 64):",
        "                try: os.write(fd, len(p).to_bytes(4, 'little') + p)",
        "                except OSError: pass",
        "            time.sleep(0.01)",
        "    threading.Thread(target=go, daemon=True).start()",
      ].join("\n"),
    ],
  ])("one that %s", async (_, harm) => {
    const honest = { authorId: "usr_honest" }
    const cards = [
      card(counting()),
      card(body(harm, "return 'harm'")),
      card(counting(), honest),
      card(counting(), honest),
      card(counting()),
    ]
    const [, , ...rest] = await results(cards)
    for (const result of rest) expect(result.error).toBeUndefined()
    await waitFor("every slot is free again", async () => {
      const health = ExecutorHealth.parse(await (await fetch(`${executor.url}/health`)).json())
      return health.ok && health.queue.running === 0 && health.queue.waiting === 0
    })
    expect(executor.output()).not.toContain("sandbox lost")
  })
})

import { describe, expect, test } from "vitest"
import { SeatLeft, SharedRuns } from "./shared-runs.ts"

/** A run whose results come when the test says so. */
function controlledRuns() {
  const begun: { keys: string[]; signal: AbortSignal; finish: (key: string) => void; end: (error?: Error) => void }[] =
    []
  const start = async function* (keys: string[], signal: AbortSignal): AsyncGenerator<[string, string]> {
    const events: (string | Error | null)[] = []
    let wake = Promise.withResolvers<void>()
    const push = (event: string | Error | null) => {
      events.push(event)
      wake.resolve()
    }
    begun.push({ keys, signal, finish: push, end: (error) => push(error ?? null) })
    for (;;) {
      const event = events.shift()
      if (event === null) return
      if (event instanceof Error) throw event
      if (event !== undefined) yield [event, `result of ${event}`]
      else {
        await wake.promise
        wake = Promise.withResolvers()
      }
    }
  }
  const runs = new SharedRuns<string>()
  return { begun, join: (...keys: string[]) => runs.join(keys, start) }
}

const settled = (seats: readonly { arrived: Promise<string> }[]) =>
  Promise.allSettled(seats.map(({ arrived }) => arrived))

describe("readers of the same thing at the same time", () => {
  test("share one run, and each has its result", async () => {
    const { begun, join } = controlledRuns()
    const seats = [...join("a"), ...join("a"), ...join("a")]
    begun[0]?.finish("a")
    expect(await settled(seats)).toMatchObject(seats.map(() => ({ value: "result of a" })))
    expect(begun).toHaveLength(1)
  })

  test("only what nobody runs yet is begun, in one batch", () => {
    const { begun, join } = controlledRuns()
    join("a", "b")
    join("b", "c", "d", "c")
    expect(begun.map(({ keys }) => keys)).toEqual([
      ["a", "b"],
      ["c", "d"],
    ])
  })

  test("what has ended is begun anew", async () => {
    const { begun, join } = controlledRuns()
    const seats = join("a")
    begun[0]?.finish("a")
    await settled(seats)
    join("a")
    expect(begun).toHaveLength(2)
  })

  test("all learn what broke the run, and results that came before still count", async () => {
    const { begun, join } = controlledRuns()
    const seats = [...join("a", "b"), ...join("b")]
    begun[0]?.finish("a")
    begun[0]?.end(new Error("cut"))
    expect(await settled(seats)).toMatchObject([
      { value: "result of a" },
      { reason: { message: "cut" } },
      { reason: { message: "cut" } },
    ])
  })

  test("a run that ends without one of its results says so", async () => {
    const { begun, join } = controlledRuns()
    const seats = join("a")
    begun[0]?.end()
    expect(await settled(seats)).toMatchObject([{ reason: expect.any(Error) }])
  })
})

describe("a reader who leaves", () => {
  test("does not take the others' run with them; the last one does", async () => {
    const { begun, join } = controlledRuns()
    const [first] = join("a")
    const [second] = join("a")
    first?.leave()
    first?.leave()
    await expect(first?.arrived).rejects.toBeInstanceOf(SeatLeft)
    expect(begun[0]?.signal.aborted).toBe(false)
    second?.leave()
    expect(begun[0]?.signal.aborted).toBe(true)
  })

  test("leaves the batch running while anything of it is awaited", async () => {
    const { begun, join } = controlledRuns()
    const [a, b] = join("a", "b")
    const other = join("b")
    a?.leave()
    b?.leave()
    expect(begun[0]?.signal.aborted).toBe(false)
    begun[0]?.finish("b")
    expect(await settled(other)).toMatchObject([{ value: "result of b" }])
    expect(begun[0]?.signal.aborted).toBe(true)
  })

  test("may take a seat again, while it still runs", async () => {
    const { begun, join } = controlledRuns()
    const [a] = join("a", "b")
    a?.leave()
    const again = join("a")
    begun[0]?.finish("a")
    expect(await settled(again)).toMatchObject([{ value: "result of a" }])
    expect(begun).toHaveLength(1)
  })

  test("whoever comes after the last has left begins anew", () => {
    const { begun, join } = controlledRuns()
    join("a").forEach((seat) => seat.leave())
    join("a")
    expect(begun.map(({ signal }) => signal.aborted)).toEqual([true, false])
  })

  test("a run that has given everything is not cut off", async () => {
    const { begun, join } = controlledRuns()
    const seats = join("a", "b")
    begun[0]?.finish("a")
    begun[0]?.finish("b")
    await settled(seats)
    seats.forEach((seat) => seat.leave())
    expect(begun[0]?.signal.aborted).toBe(false)
  })
})

import { describe, expect, test } from "vitest"
import { AppError } from "#lib/domain/app-error.ts"
import type { JobPriority } from "#lib/domain/job-contract.ts"
import { JobQueue } from "./job-queue.ts"

/** A queue of one slot, held, and the order in which what stands behind it starts. */
function heldQueue(limit = 100) {
  const queue = new JobQueue({ slots: 1, limit })
  const order: string[] = []
  const gate = Promise.withResolvers<void>()
  const held = run(queue, "holder", "preview", () => gate.promise)
  const pending: Promise<unknown>[] = [held]
  return {
    queue,
    order,
    add(name: string, principal: string, priority: JobPriority = "dashboard", signal?: AbortSignal) {
      const done = run(queue, principal, priority, async () => void order.push(name), signal)
      pending.push(done.catch(() => undefined))
      return done
    },
    async finish() {
      gate.resolve()
      await Promise.all(pending)
      return order
    },
  }
}

function run<T>(
  queue: JobQueue,
  principal: string,
  priority: JobPriority,
  job: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const [ticket] = queue.admit({ principal, priority }, 1)
  if (!ticket) throw new Error("no ticket")
  return ticket.run(job, signal)
}

function refusal(admit: () => unknown): unknown {
  try {
    admit()
    return null
  } catch (error) {
    return error
  }
}

describe("the job queue", () => {
  test("given one person's many jobs, when another comes with one, then it goes second, not last", async () => {
    const held = heldQueue()
    for (const n of [1, 2, 3, 4]) void held.add(`a${n}`, "a")
    void held.add("b1", "b")
    void held.add("c1", "c")
    void held.add("b2", "b")
    expect(await held.finish()).toEqual(["a1", "b1", "c1", "a2", "b2", "a3", "a4"])
  })

  test("previews go before scheduled work, but scheduled work moves while previews keep coming", async () => {
    const held = heldQueue()
    for (let n = 0; n < 40; n += 1) void held.add(`p`, "author", "preview")
    void held.add("s", "robot", "scheduled")
    const order = await held.finish()
    expect(order[0]).toBe("p")
    expect(order.indexOf("s")).toBeGreaterThan(0)
    expect(order.indexOf("s")).toBeLessThan(20)
  })

  test("no more jobs run at once than there are slots", async () => {
    const queue = new JobQueue({ slots: 3, limit: 100 })
    let running = 0
    let most = 0
    const jobs = Array.from({ length: 20 }, (_, n) =>
      run(queue, `p${n}`, "link", async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setImmediate(resolve))
        running -= 1
      }),
    )
    await Promise.all(jobs)
    expect(most).toBe(3)
    expect([queue.running, queue.waiting]).toEqual([0, 0])
  })

  test("a full line refuses the whole request, and says when to come back", () => {
    const queue = new JobQueue({ slots: 1, limit: 10 })
    queue.admit({ principal: "a", priority: "dashboard" }, 5)
    queue.admit({ principal: "b", priority: "dashboard" }, 3)
    const error = refusal(() => queue.admit({ principal: "c", priority: "dashboard" }, 3))
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: "unavailable", retryAfterSeconds: 2 })
    expect(queue.waiting).toBe(8)
    expect(queue.admit({ principal: "c", priority: "dashboard" }, 2)).toHaveLength(2)
  })

  test("one person cannot take more than half of the line, others still get in", () => {
    const queue = new JobQueue({ slots: 1, limit: 10 })
    queue.admit({ principal: "a", priority: "preview" }, 5)
    expect(refusal(() => queue.admit({ principal: "a", priority: "preview" }, 1))).toMatchObject({
      code: "unavailable",
    })
    expect(queue.admit({ principal: "b", priority: "scheduled" }, 1)).toHaveLength(1)
  })

  test("a job cancelled while it waits never starts, and its place is free", async () => {
    const held = heldQueue()
    const controller = new AbortController()
    const cancelled = held.add("gone", "a", "dashboard", controller.signal)
    void held.add("kept", "a")
    controller.abort(new Error("left"))
    await expect(cancelled).rejects.toThrow("left")
    expect(await held.finish()).toEqual(["kept"])
    expect(held.queue.waiting).toBe(0)
  })

  test("a job that throws frees its slot", async () => {
    const queue = new JobQueue({ slots: 1, limit: 10 })
    await expect(run(queue, "a", "preview", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken")
    expect(await run(queue, "a", "preview", async () => "next")).toBe("next")
    expect([queue.running, queue.waiting]).toEqual([0, 0])
  })

  test("a released place is free again, and releasing twice counts once", () => {
    const queue = new JobQueue({ slots: 1, limit: 2 })
    const [ticket] = queue.admit({ principal: "a", priority: "preview" }, 1)
    ticket?.release()
    ticket?.release()
    expect(queue.waiting).toBe(0)
  })
})

test("however many links are read, half the line is left for people who are signed in", async () => {
  const held = heldQueue(10)
  for (let number = 0; number < 5; number += 1) void held.add(`link ${number}`, `lnk_${number}`, "link")
  expect(() => held.add("one too many", "lnk_9", "link")).toThrow(expect.objectContaining({ code: "unavailable" }))
  for (let number = 0; number < 4; number += 1) void held.add(`person ${number}`, `usr_${number}`)
  expect(await held.finish()).toHaveLength(9)
  await run(held.queue, "lnk_9", "link", async () => undefined)
})

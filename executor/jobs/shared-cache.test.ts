import { expect, test } from "vitest"
import { SharedCache } from "./shared-cache.ts"

type Thing = { name: string; sizeBytes: number }

function cacheOf(limitBytes: number) {
  const evicted: string[] = []
  const made: string[] = []
  const cache = new SharedCache<Thing>({ limitBytes, evict: (thing) => evicted.push(thing.name) })
  const lease = (name: string, sizeBytes = 40) =>
    cache.lease(name, async () => {
      made.push(name)
      return { name, sizeBytes }
    })
  return { cache, lease, evicted, made }
}

test("what many ask for at once is made once", async () => {
  const { lease, made } = cacheOf(100)
  const leases = await Promise.all([lease("a"), lease("a"), lease("a")])
  expect(made).toEqual(["a"])
  expect(new Set(leases.map((held) => held.value)).size).toBe(1)
})

test("the longest unused goes first when there is too much", async () => {
  const { lease, evicted } = cacheOf(100)
  for (const name of ["a", "b", "a", "c"]) (await lease(name)).release()
  expect(evicted).toEqual(["b"])
})

test("what is held stays, even above the limit, and goes when it is let go", async () => {
  const { cache, lease, evicted } = cacheOf(100)
  const [a, b, c] = await Promise.all([lease("a"), lease("b"), lease("c")])
  expect(evicted).toEqual([])
  expect(cache.heldBytes).toBe(120)
  b.release()
  expect(evicted).toEqual(["b"])
  a.release()
  c.release()
  expect(cache.heldBytes).toBe(80)
})

test("a lease released twice counts once", async () => {
  const { lease, evicted } = cacheOf(10)
  const [first, second] = await Promise.all([lease("a"), lease("a")])
  first.release()
  first.release()
  expect(evicted).toEqual([])
  second.release()
  expect(evicted).toEqual(["a"])
})

test("a failure is told to all who waited and forgotten by the next", async () => {
  const { cache, lease } = cacheOf(100)
  const broken = () => Promise.reject(new Error("broken"))
  const results = await Promise.allSettled([cache.lease("a", broken), cache.lease("a", broken)])
  expect(results.map((result) => result.status)).toEqual(["rejected", "rejected"])
  expect((await lease("a")).value.name).toBe("a")
})

test("after everything is forgotten, an old lease's release disturbs nothing new", async () => {
  const { cache, lease, evicted, made } = cacheOf(10)
  const old = await lease("a")
  cache.forget("a")
  const fresh = await lease("a")
  old.release()
  expect(evicted).toEqual([])
  fresh.release()
  expect(evicted).toEqual(["a"])
  expect(made).toEqual(["a", "a"])
})

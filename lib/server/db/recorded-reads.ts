import "server-only"
import { AsyncLocalStorage } from "node:async_hooks"
import { isDeepStrictEqual } from "node:util"
import { BatchGetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb"
import { z } from "zod"
import type { Database } from "./client.ts"

const BATCH_KEYS = 100

const Item = z.record(z.string(), z.unknown())
type Item = z.infer<typeof Item>
// A strict object: a read with a projection, a limit of its own or the like can't be asked for again in one batch.
const Get = z.strictObject({ TableName: z.string(), Key: Item, ConsistentRead: z.literal(true) })
const BatchGet = z.strictObject({
  RequestItems: z.record(z.string(), z.strictObject({ Keys: z.array(Item), ConsistentRead: z.literal(true) })),
})
const Query = z.looseObject({ TableName: z.string() })
const GetAnswer = z.object({ Item: Item.optional() })
const BatchGetAnswer = z.object({ Responses: z.record(z.string(), z.array(Item)).default({}) })
const QueryAnswer = z.object({ Items: z.array(Item).default([]), LastEvaluatedKey: z.unknown().optional() })

type Answered = { items: Item[]; lastKey: unknown }

/** What some work read of the database, and what it was told. */
export type Reads = {
  /** By key, as JSON; null where there was nothing. */
  items: ReadonlyMap<string, { key: Item; item: Item | null }>
  queries: readonly { input: z.infer<typeof Query>; answer: Answered }[]
  sizeBytes: number
}

type Recorder = {
  items: Map<string, { key: Item; item: Item | null }>
  queries: { input: z.infer<typeof Query>; answer: Answered }[]
  isWhole: boolean
}

declare global {
  // Next may load this module more than once in a process, and the client is one.
  var cardloomReadRecorder: AsyncLocalStorage<Recorder> | undefined
}
const recorders = (): AsyncLocalStorage<Recorder> =>
  (globalThis.cardloomReadRecorder ??= new AsyncLocalStorage<Recorder>())

/** Does the work, and notes what it reads; `reads` is null where that can't be asked for again. The work must only read. */
export async function recordReads<T>(work: () => Promise<T>): Promise<{ value: T; reads: Reads | null }> {
  const recorder: Recorder = { items: new Map(), queries: [], isWhole: true }
  const value = await recorders().run(recorder, work)
  const { items, queries, isWhole } = recorder
  const sizeBytes = JSON.stringify([[...items.values()], queries]).length
  return { value, reads: isWhole ? { items, queries, sizeBytes } : null }
}

/**
 * Whether everything that was read is still as it was: asked by one batch, and the queries beside it.
 * `except`: attributes that may differ.
 */
export async function areUnchanged(
  { client, table }: Database,
  { items, queries }: Reads,
  except: readonly string[] = [],
): Promise<boolean> {
  const keys = [...items.values()].map(({ key }) => key)
  const batches = Array.from({ length: Math.ceil(keys.length / BATCH_KEYS) }, (_, index) =>
    keys.slice(index * BATCH_KEYS, (index + 1) * BATCH_KEYS),
  )
  const [found, answers] = await Promise.all([
    Promise.all(
      batches.map((some) =>
        client.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: some, ConsistentRead: true } } })),
      ),
    ),
    Promise.all(queries.map(({ input }) => client.send(new QueryCommand(input)))),
  ])
  const present = found.flatMap(({ Responses }) => Responses?.[table] ?? [])
  const known = [...items.values()].filter(({ item }) => item !== null)
  if (present.length !== known.length || found.some(({ UnprocessedKeys }) => Object.keys(UnprocessedKeys ?? {}).length))
    return false
  return (
    present.every((item) => {
      const before = items.get(keyOf(item))?.item
      return before != null && isDeepStrictEqual(without(item, except), without(before, except))
    }) && answers.every((answer, index) => isDeepStrictEqual(queryAnswer(answer), queries[index]?.answer))
  )
}

/** Lets recordReads see what a client reads. */
export function noteReadsOf(client: Database["client"]): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        const answer = await next(call)
        const recorder = recorders().getStore()
        if (recorder) note(recorder, commandName, call.input, answer.output)
        return answer
      },
    // Before the SDK turns plain values into DynamoDB's own.
    { name: "noteReads", step: "initialize", priority: "high" },
  )
}

function note(recorder: Recorder, command: unknown, input: unknown, output: unknown): void {
  if (command === "GetItemCommand") {
    const get = Get.safeParse(input)
    if (get.success) noteItem(recorder, get.data.Key, GetAnswer.parse(output).Item ?? null)
    else recorder.isWhole = false
    return
  }
  if (command === "BatchGetItemCommand") {
    const batch = BatchGet.safeParse(input)
    if (!batch.success) recorder.isWhole = false
    const found = Object.values(BatchGetAnswer.parse(output).Responses).flat()
    const byKey = new Map(found.map((item) => [keyOf(item), item]))
    for (const { Keys } of Object.values(batch.data?.RequestItems ?? {}))
      for (const key of Keys) noteItem(recorder, key, byKey.get(keyOf(key)) ?? null)
    return
  }
  if (command === "QueryCommand") recorder.queries.push({ input: Query.parse(input), answer: queryAnswer(output) })
  else recorder.isWhole = false
}

const noteItem = (recorder: Recorder, key: Item, item: Item | null): void =>
  void recorder.items.set(keyOf(key), { key, item })

const queryAnswer = (output: unknown): Answered => {
  const { Items, LastEvaluatedKey = null } = QueryAnswer.parse(output)
  return { items: Items, lastKey: LastEvaluatedKey }
}

const keyOf = ({ pk, sk }: Item): string => JSON.stringify([pk, sk])

const without = (item: Item, names: readonly string[]): Item =>
  names.length === 0 ? item : Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)))

import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import * as arrow from "apache-arrow"
import { initSync, Table, writeParquet, WriterPropertiesBuilder } from "parquet-wasm/esm"
import { beforeAll, describe, expect, test, vi } from "vitest"
import { decimalText, instantText } from "./arrow-cells.ts"
import { createColumnCache } from "./column-cache.ts"
import { inspectParquet } from "./inspect-parquet.ts"
import { openParquet } from "./parquet-table.ts"

beforeAll(() => {
  const wasm = createRequire(import.meta.url).resolve("parquet-wasm/esm/parquet_wasm_bg.wasm")
  initSync({ module: readFileSync(wasm) })
})

function vectorOf<T extends arrow.DataType>(type: T, values: readonly unknown[]): arrow.Vector<T> {
  const builder = arrow.makeBuilder({ type, nullValues: [null] })
  for (const value of values) builder.append(value as T["TValue"] | null)
  return builder.finish().toVector()
}

/** Three rows of each type, in row groups of two. */
function nastyFile(): Blob {
  const table = new arrow.Table({
    id: vectorOf(new arrow.Int64(), [9007199254740993n, -9223372036854775808n, null]),
    day: vectorOf(new arrow.DateDay(), [new Date("0001-01-01"), null, new Date("9999-12-31")]),
    "a.b": vectorOf(new arrow.Utf8(), ["NA", "", "مرحبا 😀"]),
    share: vectorOf(new arrow.Float64(), [-0, 1e-320, Number.NaN]),
  })
  const wasm = Table.fromIPCStream(arrow.tableToIPC(table, "stream"))
  const bytes = writeParquet(wasm, new WriterPropertiesBuilder().setMaxRowGroupSize(2).build())
  return new Blob([new Uint8Array(bytes)])
}

test("a Parquet file is read by row group and column, and no value passes through a rounding number", async () => {
  const table = await openParquet(nastyFile())
  expect(table.columns).toEqual([
    { name: "id", type: "int64" },
    { name: "day", type: "date" },
    { name: "a.b", type: "string" },
    { name: "share", type: "double" },
  ])
  expect(table).toMatchObject({
    rowCount: 3,
    groups: [
      { firstRow: 0, rows: 2 },
      { firstRow: 2, rows: 1 },
    ],
  })
  const first = await table.read(0, ["id", "day", "a.b", "share"])
  expect(["id", "day", "a.b", "share"].map((name) => first.get(name)?.cell(0))).toEqual([
    "9007199254740993",
    "0001-01-01",
    "NA",
    -0,
  ])
  expect(["id", "day", "a.b", "share"].map((name) => first.get(name)?.cell(1))).toEqual([
    "-9223372036854775808",
    null,
    "",
    1e-320,
  ])
  const second = await table.read(1, ["share", "a.b"])
  expect([...second.keys()].toSorted()).toEqual(["a.b", "share"])
  expect([second.get("a.b")?.cell(0), second.get("share")?.cell(0)]).toEqual(["مرحبا 😀", null])
})

test("a Parquet file is inspected where it lies; any other file is not", async () => {
  expect(await inspectParquet(nastyFile())).toMatchObject({
    format: "parquet",
    sortCandidates: ["day"],
    rows: [{}, {}],
  })
  expect(await inspectParquet(new Blob(["a,b\n1,2\n"]))).toBeNull()
  expect(await inspectParquet(new Blob(["PAR1 and nothing of the kind"]))).toBeNull()
})

test.each([
  [-1234n, 2, "-12.34"],
  [5n, 3, "0.005"],
  [-5n, 1, "-0.5"],
  [12345678901234567890123456789012345678n, 0, "12345678901234567890123456789012345678"],
])("the decimal %s with %d places is %s", (unscaled, scale, text) => expect(decimalText(unscaled, scale)).toBe(text))

test.each([
  [1_700_000_000_123_456n, 6, "2023-11-14T22:13:20.123456"],
  [1_700_000_000_120_000n, 6, "2023-11-14T22:13:20.12"],
  [-1n, 9, "1969-12-31T23:59:59.999999999"],
  [0n, 3, "1970-01-01T00:00:00"],
  [-62_135_596_800n, 0, "0001-01-01T00:00:00"],
])("the instant %s is written as %s digits: %s", (value, digits, text) => expect(instantText(value, digits)).toBe(text))

describe("the columns looked at last", () => {
  const chunk = (sizeBytes: number) => ({ cell: () => null, sizeBytes })

  test("are kept up to a size, the longest unused going first, and nothing is read twice at a time", async () => {
    const reads: string[] = []
    const changed = vi.fn()
    const cache = createColumnCache(
      {
        read: async (group, names) => {
          reads.push(`${group}:${names.join()}`)
          return new Map(names.map((name) => [name, chunk(40)]))
        },
      },
      100,
      changed,
    )
    cache.want(0, ["a", "b"])
    cache.want(0, ["a", "b"])
    await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce())
    expect(cache.get(0, "a")).toBeDefined()
    cache.want(1, ["a"])
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2))
    expect(reads).toEqual(["0:a,b", "1:a"])
    expect(cache.get(0, "b")).toBeUndefined()
    expect(cache.get(0, "a")).toBeDefined()
    expect(cache.get(1, "a")).toBeDefined()
  })

  test("given a read that failed, then the failure is told until one succeeds", async () => {
    const changed = vi.fn()
    let online = false
    const cache = createColumnCache(
      { read: async () => (online ? new Map([["a", chunk(1)]]) : Promise.reject(new Error("offline"))) },
      100,
      changed,
    )
    cache.want(0, ["a"])
    await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce())
    expect(cache.failure()).toEqual(new Error("offline"))
    online = true
    cache.want(0, ["a"])
    await vi.waitFor(() => expect(cache.failure()).toBeNull())
  })
})

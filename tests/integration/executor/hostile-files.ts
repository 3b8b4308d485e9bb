import { gzipSync } from "node:zlib"
import { expect } from "vitest"
import type { Cell, Column } from "#lib/domain/column.ts"
import type { ImportFailure, ImportOptions } from "#lib/domain/job-contract.ts"

const MIB = 1024 ** 2

/** What a compressed file may unfold to in these tests. */
export const TEXT_LIMIT_BYTES = 64 * MIB

type HostileFile = {
  name: string
  content: () => string | Uint8Array
  options?: ImportOptions
  expected:
    | { rowCount: number; columns: Column[]; check: (rows: Cell[][]) => void }
    | { failure: Partial<ImportFailure>; message: string }
}

const numberAndText: Column[] = [
  { name: "a", type: "int64" },
  { name: "b", type: "string" },
]
const refused = (message: string, line?: number): HostileFile["expected"] => ({
  failure: { code: "invalid_file", retryable: false, ...(line && { line }) },
  message,
})
const lengths = (rows: Cell[][]) => rows.map((row) => row.map((cell) => String(cell).length))

/** Files that are made when they are needed: large ones, and those that only look small. */
export const hostileFiles: HostileFile[] = [
  {
    name: "a field of 3 MB between others",
    content: () => `a,b\n1,x\n2,${"é".repeat(1_500_000)}\n3,y\n`,
    expected: {
      rowCount: 3,
      columns: numberAndText,
      check: (rows) => {
        expect(rows[1]?.[1] === "é".repeat(1_500_000)).toBe(true)
        expect(rows[2]).toEqual([3, "y"])
      },
    },
  },
  {
    name: "a quoted field of 10 MB with line breaks, longer than a block",
    content: () => `a,b\n1,x\n2,"${"line, break\n".repeat(850_000)}"\n3,y\n`,
    expected: {
      rowCount: 3,
      columns: numberAndText,
      check: (rows) =>
        expect(lengths(rows)).toEqual([
          [1, 1],
          [1, 10_200_000],
          [1, 1],
        ]),
    },
  },
  {
    name: "a row of 12 MB",
    content: () => `a,b,c\n1,${"x".repeat(6_000_000)},${"y".repeat(6_000_000)}\n2,x,y\n`,
    expected: {
      rowCount: 2,
      columns: [...numberAndText, { name: "c", type: "string" }],
      check: (rows) =>
        expect(lengths(rows)).toEqual([
          [1, 6_000_000, 6_000_000],
          [1, 1, 1],
        ]),
    },
  },
  {
    name: "a first row of 3 MB without a header",
    content: () => `1,${"x".repeat(3_000_000)}\n2,y\n`,
    options: { header: false },
    expected: {
      rowCount: 2,
      columns: [
        { name: "column_1", type: "int64" },
        { name: "column_2", type: "string" },
      ],
      check: (rows) =>
        expect(lengths(rows)).toEqual([
          [1, 3_000_000],
          [1, 1],
        ]),
    },
  },
  {
    name: "2,000 columns",
    content: () => `${wide(2000, (n) => `c${n}`)}\n${wide(2000, String)}\n`,
    expected: {
      rowCount: 1,
      columns: Array.from({ length: 2000 }, (_, n) => ({ name: `c${n}`, type: "int64" })),
      check: (rows) => expect(rows[0]?.at(-1)).toBe(1999),
    },
  },
  {
    name: "a field of 17 MiB",
    content: () => `a,b\n1,x\n2,${"x".repeat(17 * MIB)}\n3,y\n`,
    expected: refused("longer than 16 MiB, the limit", 3),
  },
  {
    name: "10,000 columns",
    content: () => `${wide(10_000, (n) => `c${n}`)}\n${wide(10_000, String)}\n`,
    expected: refused("The file has 10,000 columns; the limit is 2,000", 1),
  },
  {
    name: "column names of 180 kB in all",
    content: () => `${wide(200, (n) => `${"n".repeat(900)}${n}`)}\n${wide(200, String)}\n`,
    expected: refused("the limit is 100,000", 1),
  },
  { name: "one line of 80 MB", content: () => "x".repeat(80_000_000), expected: refused("16 MiB, the limit", 1) },
  {
    name: "a second line of 80 MB",
    content: () => `a,b\n1,${"x".repeat(80_000_000)}`,
    expected: refused("The row on line 2 is too long; the limit is 64 MiB", 2),
  },
  {
    name: "a quote left open for 40 MB",
    content: () => `a,b\n1,x\n2,"y\n${"3,z\n".repeat(10_000_000)}`,
    expected: refused("A field that begins on line 3 is longer than 16 MiB", 3),
  },
  {
    name: "a gzip bomb",
    content: () => gzipSync(Buffer.alloc(TEXT_LIMIT_BYTES + 10 * MIB, "1,x\n"), { level: 1 }),
    expected: {
      failure: { code: "too_large", retryable: false },
      message: "unpacks to more than the limit of 64 MiB. Upload it in parts.",
    },
  },
  {
    name: "a wrong byte after 20 MB",
    content: () => Buffer.concat([Buffer.from(`a,b\n${"1,x\n".repeat(5_000_000)}2,`), Buffer.from([0xe9, 0x0a])]),
    expected: refused("not valid UTF-8 (byte 0xE9)", 5_000_002),
  },
  {
    name: "Shift_JIS that shows after 20 MB",
    content: () =>
      Buffer.concat([
        Buffer.from(`a,b\n${"1,x\n".repeat(5_000_000)}2,`),
        Buffer.from([0x93, 0x8c, 0x8b, 0x9e, 0x83, 0x5e, 0x83, 0x8f, 0x81, 0x5b, 0x0a]),
      ]),
    expected: refused("It reads as Shift_JIS (CP932): choose that encoding", 5_000_002),
  },
]

function wide(count: number, cell: (position: number) => string): string {
  return Array.from({ length: count }, (_, position) => cell(position)).join(",")
}

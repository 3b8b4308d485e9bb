import { expect, test } from "vitest"
import type { Cell, ColumnType } from "#lib/domain/column.ts"
import { formatCell } from "./format-cell.ts"
import { formatSize } from "./format-size.ts"

test.each<[Cell, ColumnType, string, string | null]>([
  [null, "string", "en-GB", null],
  [20240301, "int64", "en-GB", "20240301"],
  ["9007199254740993", "int64", "en-GB", "9007199254740993"],
  [0.1, "double", "en-GB", "0.1"],
  [0.1, "double", "de-DE", "0,1"],
  [1e-7, "double", "en-GB", "0.0000001"],
  [1e-320, "double", "en-GB", "1e-320"],
  [1e300, "double", "en-GB", "1e+300"],
  [-0, "double", "en-GB", "-0"],
  ["2024-02-29T23:30:00.000001Z", "timestamptz", "en-GB", "2024-02-29 23:30:00.000001Z"],
  ["0012-02-29", "date", "en-GB", "0012-02-29"],
  ["1.10", "decimal", "en-GB", "1.10"],
  ["2024-02-29", "date", "en-GB", "29 Feb 2024"],
  ["2024-02-29 23:30:00", "timestamp", "en-GB", "29 Feb 2024, 23:30:00"],
  ["not a date", "date", "en-GB", "not a date"],
  [true, "boolean", "en-GB", "true"],
])("%j of type %s in %s", (value, type, locale, text) => expect(formatCell(value, type, locale)).toBe(text))

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1_000, "1 kB"],
  [1_540_000, "1.5 MB"],
  [2_000_000_000, "2 GB"],
])("%d bytes", (sizeBytes, text) => expect(formatSize(sizeBytes, "en-GB")).toBe(text))

import { expect, test } from "vitest"
import { parseParams } from "./params-text.ts"

test.each([
  ["", { ok: true, params: {} }],
  ['{"top": 3}', { ok: true, params: { top: 3 } }],
  ["[1]", { ok: false, message: expect.stringContaining("object") }],
  ["{top: 3}", { ok: false, message: expect.stringContaining("not JSON") }],
])("params %j", (text, parsed) => expect(parseParams(text)).toEqual(parsed))

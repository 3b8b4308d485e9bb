import { expect, test } from "vitest"
import { canonicalJson } from "./canonical-json.ts"

test.each<[string, object, string]>([
  ["keys in order, at every depth", { b: 1, a: { d: null, c: [] } }, '{"a":{"c":[],"d":null},"b":1}'],
  ["lists keep theirs", [2, 1, ["b", "a"]], '[2,1,["b","a"]]'],
  ["objects in lists too", [{ b: 1, a: 2 }], '[{"a":2,"b":1}]'],
  ["text is quoted, so that it cannot pass for structure", { 'a":1,"b': '"' }, '{"a\\":1,\\"b":"\\""}'],
  ["a number is not its text", [1, "1", true, "true"], '[1,"1",true,"true"]'],
  ["what is undefined is absent", { b: undefined, a: 1 }, '{"a":1}'],
  ["no key is special", JSON.parse('{"b":1,"__proto__":{"a":2}}') as object, '{"__proto__":{"a":2},"b":1}'],
])("%s", (_, value, text) => expect(canonicalJson(value)).toBe(text))

import { expect, test } from "vitest"
import { namesEtag, readByteRange, type Ranged } from "./byte-range.ts"

test.each<[string, string | null, Ranged]>([
  ["no header asks for all", null, "whole"],
  ["both ends are included", "bytes=0-9", { start: 0, end: 9 }],
  ["one byte is a range", "bytes=99-99", { start: 99, end: 99 }],
  ["without an end it goes to the last byte", "bytes=90-", { start: 90, end: 99 }],
  ["an end beyond the last byte is the last byte", "bytes=90-1000", { start: 90, end: 99 }],
  ["without a start it is so many last bytes", "bytes=-8", { start: 92, end: 99 }],
  ["more last bytes than there are is all of them", "bytes=-1000", { start: 0, end: 99 }],
  ["no last bytes cannot be given", "bytes=-0", "unsatisfiable"],
  ["a start behind the end cannot be given", "bytes=100-", "unsatisfiable"],
  ["nor one far behind", "bytes=500-600", "unsatisfiable"],
  ["a range that runs backwards is none", "bytes=9-0", "whole"],
  ["several ranges are answered with all", "bytes=0-1,4-5", "whole"],
  ["other units are none of ours", "rows=0-1", "whole"],
  ["nothing on both sides is none", "bytes=-", "whole"],
  ["numbers that are none are none", "bytes=a-b", "whole"],
  ["numbers too long are none", `bytes=${"9".repeat(30)}-`, "whole"],
])("%s", (_, header, expected) => expect(readByteRange(header, 100)).toEqual(expected))

test("of an empty file no range can be given", () => {
  expect(readByteRange("bytes=0-", 0)).toBe("unsatisfiable")
  expect(readByteRange("bytes=-5", 0)).toBe("unsatisfiable")
})

test.each<[string, string | null, boolean]>([
  ["no header", null, false],
  ["the tag", '"a"', true],
  ["one of a list", '"b", "a"', true],
  ["weakly", 'W/"a"', true],
  ["any", "*", true],
  ["another", '"b"', false],
])("%s", (_, header, expected) => expect(namesEtag(header, '"a"')).toBe(expected))

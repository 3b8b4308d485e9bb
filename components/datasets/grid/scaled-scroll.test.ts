import { describe, expect, test } from "vitest"
import { afterScroll, MAX_SCROLL_PX, placeAt, scrollHeightPx, type ScrollPlace } from "./scaled-scroll.ts"

const viewPx = 500
const short = { rowsPx: 10_000, viewPx }
const long = { rowsPx: 280_000_000, viewPx }
const start: ScrollPlace = { scrollPx: 0, topPx: 0 }
const lastTopPx = long.rowsPx - viewPx

test("a table that fits scrolls as it is", () => {
  expect(scrollHeightPx(short)).toBe(10_000)
  expect(afterScroll(start, 3_000, short)).toEqual({ scrollPx: 3_000, topPx: 3_000 })
  expect(placeAt(99_999, short)).toEqual({ scrollPx: 9_500, topPx: 9_500 })
})

test("a table without rows has one place", () => {
  expect(placeAt(100, { rowsPx: 0, viewPx })).toEqual(start)
})

describe("a table longer than a browser can draw", () => {
  test("is as high as is allowed", () => expect(scrollHeightPx(long)).toBe(MAX_SCROLL_PX))
  test("moves pixel by pixel in small steps", () => {
    expect(afterScroll(start, 120, long)).toEqual({ scrollPx: 120, topPx: 120 })
    expect(afterScroll({ scrollPx: 4_000_000, topPx: 140_000_000 }, 3_999_880, long).topPx).toBe(139_999_880)
  })
  test("given the scrollbar is dragged to the end, then the last row shows; and to the top, the first", () => {
    const end = afterScroll(start, MAX_SCROLL_PX - viewPx, long)
    expect(end.topPx).toBe(lastTopPx)
    expect(afterScroll(end, 0, long)).toEqual(start)
  })
  test("given the scrollbar is dragged close to an end, then small steps still reach every row up to it", () => {
    let place = afterScroll(start, MAX_SCROLL_PX - viewPx - 1_000, long)
    expect(place.topPx).toBeLessThan(lastTopPx)
    for (let before = -1; place.topPx > before;) {
      before = place.topPx
      const next = afterScroll(place, place.scrollPx + 400, long)
      expect(next.topPx - place.topPx).toBeLessThanOrEqual(400)
      place = next
    }
    expect(place.topPx).toBe(lastTopPx)
  })
  test("given a row is asked for, then steps from there reach the top", () => {
    let place = placeAt(28_000, long)
    expect(place.topPx).toBe(28_000)
    while (place.topPx > 0) place = afterScroll(place, Math.max(0, place.scrollPx - 400), long)
    expect(place).toEqual(start)
  })
})

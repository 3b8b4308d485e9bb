/** Browsers stop drawing boxes of more than some tens of millions of pixels; long tables scroll through a shorter one. */
export const MAX_SCROLL_PX = 8_000_000

/** The rows' full height, and the height of the window on them. */
export type ScrollSpace = { rowsPx: number; viewPx: number }

/** The scrollbar's position, and the rows' pixel that stands at the window's top. Equal while nothing is scaled. */
export type ScrollPlace = { scrollPx: number; topPx: number }

export const scrollHeightPx = ({ rowsPx }: Pick<ScrollSpace, "rowsPx">): number => Math.min(rowsPx, MAX_SCROLL_PX)

/** As much scroll as is kept on either side of a place that is not at the end, so that small steps find room. */
const ROOM_PX = 20_000

/**
 * Where the window stands once the scrollbar is at `scrollPx`. A step no longer than two windows (wheel, keys, finger)
 * moves it by as many pixels; a longer one (the scrollbar dragged) by its share of the whole.
 * The answer's `scrollPx` may differ from the given one: then the scrollbar is to be put there.
 */
export function afterScroll(before: ScrollPlace, scrollPx: number, space: ScrollSpace): ScrollPlace {
  const { maxTopPx, maxScrollPx } = limits(space)
  if (maxTopPx === maxScrollPx) return { scrollPx, topPx: clamp(scrollPx, maxTopPx) }
  const movedPx = scrollPx - before.scrollPx
  const isStep = Math.abs(movedPx) <= 2 * space.viewPx
  const topPx = isStep ? before.topPx + movedPx : (clamp(scrollPx, maxScrollPx) / maxScrollPx) * maxTopPx
  return withRoom(scrollPx, clamp(topPx, maxTopPx), space)
}

/** The place that shows the rows from `topPx` on. */
export function placeAt(topPx: number, space: ScrollSpace): ScrollPlace {
  const { maxTopPx, maxScrollPx } = limits(space)
  const top = clamp(topPx, maxTopPx)
  return maxTopPx === 0
    ? { scrollPx: 0, topPx: 0 }
    : withRoom(maxTopPx === maxScrollPx ? top : (top / maxTopPx) * maxScrollPx, top, space)
}

function withRoom(scrollPx: number, topPx: number, space: ScrollSpace): ScrollPlace {
  const { maxTopPx, maxScrollPx } = limits(space)
  const least = Math.min(topPx, ROOM_PX)
  const most = maxScrollPx - Math.min(maxTopPx - topPx, ROOM_PX)
  return { scrollPx: Math.min(Math.max(scrollPx, least), most), topPx }
}

const limits = (space: ScrollSpace) => ({
  maxTopPx: Math.max(0, space.rowsPx - space.viewPx),
  maxScrollPx: Math.max(0, scrollHeightPx(space) - space.viewPx),
})
const clamp = (value: number, max: number): number => Math.min(Math.max(value, 0), max)

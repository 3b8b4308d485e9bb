import { describe, expect, test } from "vitest"
import { needsFullPlotly, withoutNeedlessWebgl } from "./trace-types.ts"

describe("which Plotly bundle a figure needs", () => {
  test.each([
    ["lines and bars are cartesian", [{ type: "scatter" }, { type: "bar" }], {}, false],
    ["a trace without type is a scatter", [{}], {}, false],
    ["a sunburst is not", [{ type: "sunburst" }], {}, true],
    ["nor is an empty figure with a map", [], { geo: {} }, true],
    ["nor a second 3-D scene", [{}], { scene2: {} }, true],
    ["an axis is no subplot of the full bundle", [{}], { xaxis2: {} }, false],
  ])("%s", (_, traces, layout, needed) => expect(needsFullPlotly(traces, layout)).toBe(needed))
})

describe("WebGL scatter plots", () => {
  test("become SVG when they are small", () => {
    expect(withoutNeedlessWebgl([{ type: "scattergl", x: [1, 2] }])).toEqual([{ type: "scatter", x: [1, 2] }])
  })

  test("stay when all traces together are large, whatever the encoding", () => {
    const bdata = "A".repeat(Math.ceil((15_000 * 8 * 4) / 3))
    const traces = [
      { type: "scattergl", x: { dtype: "f8", bdata } },
      { type: "scattergl", y: { dtype: "f8", bdata } },
    ]
    expect(withoutNeedlessWebgl(traces)).toEqual(traces)
  })
})

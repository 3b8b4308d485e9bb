import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { OWN_SCALES, sequentialScale, withThemedColorAxes, withThemedScale } from "./own-scales.ts"

const stops = (colours: readonly string[]) => colours.map((colour, at) => [at / (colours.length - 1), colour])
const [sequential, diverging] = OWN_SCALES

describe("the runtime's colour scales", () => {
  test("are those that Python writes", () => {
    const palette = readFileSync(new URL("../../../executor/python/cardloom/palette.py", import.meta.url), "utf8")
    for (const { light } of OWN_SCALES) expect(palette).toContain(JSON.stringify(light).replaceAll(",", ", "))
  })

  test("stay as they are on light", () => {
    const trace = { colorscale: stops(sequential?.light ?? []) }
    expect(withThemedScale(trace, "light")).toBe(trace)
  })

  test("become dark ones on dark, on a trace, its marker and the axes of colours", () => {
    const light = stops(sequential?.light ?? [])
    const dark = sequentialScale("dark")
    expect(withThemedScale({ z: [[1]], colorscale: light, marker: { size: 2, colorscale: light } }, "dark")).toEqual({
      z: [[1]],
      colorscale: dark,
      marker: { size: 2, colorscale: dark },
    })
    expect(
      withThemedColorAxes(
        {
          title: "a",
          coloraxis: { colorscale: light },
          coloraxis2: { cmin: 1, colorscale: stops(diverging?.light ?? []) },
        },
        "dark",
      ),
    ).toEqual({
      title: "a",
      coloraxis: { colorscale: dark },
      coloraxis2: { cmin: 1, colorscale: stops(diverging?.dark ?? []) },
    })
  })

  test.each([
    ["a scale by name", "Viridis"],
    ["a scale of the author's", stops(["#000000", "#ffffff"])],
    ["a part of ours", stops((sequential?.light ?? []).slice(1))],
  ])("%s stays on dark", (_, colorscale) => {
    expect(withThemedScale({ colorscale }, "dark")).toEqual({ colorscale })
  })
})

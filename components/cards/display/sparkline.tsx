const WIDTH = 200
const HEIGHT = 40

/** A trend without axes. Gaps in the data are gaps in the line. Decoration: the numbers are said elsewhere. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return null
  const min = Math.min(...known)
  const range = Math.max(...known) - min || 1
  const x = (index: number) => (index / (values.length - 1)) * WIDTH
  const y = (value: number) => HEIGHT - 2 - ((value - min) / range) * (HEIGHT - 4)
  let pen = "M"
  const line = values
    .map((value, index) => {
      if (value === null) {
        pen = "M"
        return ""
      }
      const point = `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`
      pen = "L"
      return point
    })
    .join("")
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-full w-full overflow-visible"
    >
      <path
        d={line}
        fill="none"
        stroke="var(--chart-1)"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  )
}

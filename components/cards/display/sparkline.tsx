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
  const line = values
    .map((value, index) => {
      if (value === null) return ""
      const begins = (values[index - 1] ?? null) === null
      return `${begins ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`
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

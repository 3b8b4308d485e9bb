import type { ColumnProfile } from "#lib/domain/job-contract.ts"

const HEIGHT = 20

/** How a column's values are spread: its histogram, or else its most frequent values. Decoration: the numbers stand elsewhere. */
export function ColumnBars({ profile, className }: { profile: ColumnProfile; className?: string }) {
  const counts = countsOf(profile)
  const highest = Math.max(1, ...counts)
  if (counts.length === 0) return <div aria-hidden className={className} />
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${counts.length * 4} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={className}
      shapeRendering="crispEdges"
    >
      {counts.map((count, index) => {
        // What is there at all must be seen.
        const height = count === 0 ? 0 : Math.max(1, (count / highest) * HEIGHT)
        return (
          <rect
            key={index}
            x={index * 4}
            y={HEIGHT - height}
            width={3}
            height={height}
            className="fill-chart-1 opacity-75"
          />
        )
      })}
    </svg>
  )
}

function countsOf({ histogram, topValues }: ColumnProfile): number[] {
  const bars = histogram.length > 0 ? histogram : topValues
  return bars.map(({ count }) => count)
}

/** How much of a column is empty. */
export function NullBar({ share }: { share: number }) {
  return (
    <div aria-hidden className="h-0.5 w-full overflow-hidden rounded-full bg-surface-active">
      <div className="h-full bg-warning" style={{ width: `${share > 0 ? Math.max(2, share * 100) : 0}%` }} />
    </div>
  )
}

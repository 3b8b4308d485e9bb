/** The value that `share` of the sorted samples lie below. */
export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (samples: number[]) => percentile(samples, 0.5)
export const p95 = (samples: number[]) => percentile(samples, 0.95)

/** Three significant figures, as a table wants them. */
export const figure = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : "—")

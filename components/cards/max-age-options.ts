const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const PRESETS = [
  [0, "Not at all: run each time"],
  [MINUTE, "1 minute"],
  [10 * MINUTE, "10 minutes"],
  [HOUR, "1 hour"],
  [DAY, "1 day"],
  [7 * DAY, "7 days"],
] as const

/** How long results may be kept, as choices; an age that the API was given stands among them. */
export function maxAgeOptions(maxAgeSeconds: number): { value: string; label: string }[] {
  const isPreset = PRESETS.some(([seconds]) => seconds === maxAgeSeconds)
  const options: [number, string][] = [...PRESETS.map(([seconds, label]): [number, string] => [seconds, label])]
  if (!isPreset) options.push([maxAgeSeconds, ageInWords(maxAgeSeconds)])
  return options.toSorted(([a], [b]) => a - b).map(([seconds, label]) => ({ value: String(seconds), label }))
}

function ageInWords(seconds: number): string {
  for (const [unitSeconds, unit] of [
    [DAY, "days"],
    [HOUR, "hours"],
    [MINUTE, "minutes"],
  ] as const) {
    if (seconds % unitSeconds === 0) return `${seconds / unitSeconds} ${unit}`
  }
  return `${seconds} ${seconds === 1 ? "second" : "seconds"}`
}

import type { KpiDisplay } from "#lib/domain/display.ts"

/**
 * A KPI's number in the reader's locale. `format`: "number", "percent" (0.12 → 12 %), "currency:EUR", "compact" or
 * "duration" (seconds). Unknown formats fall back to "number"; text is shown as it is.
 */
export function formatKpi(value: KpiDisplay["value"], format: string | null | undefined, locale: string): string {
  if (value === null) return "–"
  if (typeof value === "string") return value
  return formatNumber(value, format, locale, "auto")
}

/** The change, always with its sign. */
export const formatDelta = (delta: number, format: string | null | undefined, locale: string): string =>
  formatNumber(delta, format, locale, "exceptZero")

/** Whether a change is good news, bad news or neither. */
export function deltaTone(delta: number, good: KpiDisplay["good"]): "positive" | "negative" | "neutral" {
  if (delta === 0 || good === "none") return "neutral"
  return delta > 0 === (good === "up") ? "positive" : "negative"
}

type Sign = "auto" | "exceptZero"

function formatNumber(value: number, format: string | null | undefined, locale: string, signDisplay: Sign): string {
  if (format === "duration") return formatDuration(value, locale, signDisplay)
  return new Intl.NumberFormat(locale, { ...optionsOf(format, value), signDisplay }).format(value)
}

function optionsOf(format: string | null | undefined, value: number): Intl.NumberFormatOptions {
  if (format === "percent") return { style: "percent", maximumFractionDigits: 1 }
  if (format === "compact") return { notation: "compact", maximumFractionDigits: 1 }
  const currency = /^currency:([A-Za-z]{3})$/.exec(format ?? "")?.[1]
  if (currency) {
    const whole = Math.abs(value) >= 1000
    return { style: "currency", currency, minimumFractionDigits: 0, maximumFractionDigits: whole ? 0 : 2 }
  }
  // Large numbers are read for their size, small ones for their digits.
  const size = Math.abs(value)
  return size >= 1000
    ? { maximumFractionDigits: 0 }
    : size >= 1
      ? { maximumFractionDigits: 2 }
      : { maximumSignificantDigits: 3 }
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const

/** The two largest units: "2 hr 5 min". */
function formatDuration(seconds: number, locale: string, signDisplay: Sign): string {
  const sign = seconds < 0 ? "−" : signDisplay === "exceptZero" && seconds > 0 ? "+" : ""
  let left = Math.abs(seconds)
  const parts: string[] = []
  for (const [unit, length] of UNITS) {
    const isLast = unit === "second"
    const amount = isLast ? Math.round(left * 100) / 100 : Math.floor(left / length)
    if (amount === 0 && !(isLast && parts.length === 0)) continue
    parts.push(new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(amount))
    left -= amount * length
    if (parts.length === 2) break
  }
  return sign + parts.join(" ")
}

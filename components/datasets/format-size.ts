const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const

/** `1 536 000` → `1.5 MB`, in steps of a thousand. */
export function formatSize(sizeBytes: number, locale: string): string {
  const step = Math.min(UNITS.length - 1, sizeBytes < 1 ? 0 : Math.floor(Math.log10(sizeBytes) / 3))
  const unitDisplay = step === 0 ? "long" : "short"
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[step],
    unitDisplay,
    maximumFractionDigits: step < 2 ? 0 : 1,
  }).format(sizeBytes / 1000 ** step)
}

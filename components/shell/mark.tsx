/** Warp and weft: three threads across three. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden className={className} fill="none" strokeWidth="2.6" strokeLinecap="round">
      <path d="M5 2.5v15M15 2.5v3M15 9v8.5M10 2.5V11M10 14.5v3" stroke="var(--chart-1)" />
      <path d="M2.5 7.2h.2M7.6 7.2h.1M12.3 7.2h5.2M2.5 12.8h.2M7.4 12.8h5.2" stroke="var(--chart-3)" />
    </svg>
  )
}

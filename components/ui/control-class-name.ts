/** The look shared by everything one types into or chooses from. */
export const controlClassName = [
  "w-full min-w-0 rounded-control border border-line-control bg-surface text-13 text-ink",
  "transition-colors duration-(--duration-quick) hover:border-muted",
  "focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 focus-visible:outline-focus",
  "aria-invalid:border-negative aria-invalid:outline-negative",
  "disabled:cursor-not-allowed disabled:bg-surface-sunken disabled:text-faint",
  // Below 16 px, iOS zooms the whole page into a touched field.
  "pointer-coarse:min-h-11 pointer-coarse:text-16",
].join(" ")

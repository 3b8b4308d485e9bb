import type { ComponentProps } from "react"
import { classNames } from "./class-names.ts"

/** Semantic tables with hairlines. Wide ones scroll inside themselves, never the page. */
export function Table({ className, label, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    <section
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
      tabIndex={0}
      className={classNames("relative w-full overflow-auto", className)}
    >
      <table {...rest} className="w-full border-separate border-spacing-0 text-left text-13" />
    </section>
  )
}

export function TableHead({ className, ...rest }: ComponentProps<"thead">) {
  return <thead {...rest} className={classNames("sticky top-0 z-10 bg-surface", className)} />
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody {...props} />
}

export function TableRow({ className, ...rest }: ComponentProps<"tr">) {
  return <tr {...rest} className={classNames("group/row", className)} />
}

type CellProps = { numeric?: boolean }

export function TableHeader({ numeric, className, ...rest }: ComponentProps<"th"> & CellProps) {
  return (
    <th
      scope="col"
      {...rest}
      className={classNames(
        "h-8 border-b px-3 first:pl-4 last:pr-4 text-12 font-medium whitespace-nowrap text-muted",
        numeric && "text-right",
        className,
      )}
    />
  )
}

export function TableCell({ numeric, className, ...rest }: ComponentProps<"td"> & CellProps) {
  return (
    <td
      {...rest}
      className={classNames(
        "h-9 border-b px-3 first:pl-4 last:pr-4 py-1 group-last/row:border-b-0 group-hover/row:bg-surface-sunken",
        numeric && "text-right tabular",
        className,
      )}
    />
  )
}

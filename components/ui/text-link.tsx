import Link from "next/link"
import type { ComponentProps } from "react"
import { classNames } from "./class-names.ts"

/** A link within prose. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      {...rest}
      className={classNames(
        "rounded-control text-accent-text underline underline-offset-2 hover:no-underline",
        className,
      )}
    />
  )
}

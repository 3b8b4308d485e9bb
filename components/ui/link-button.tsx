import Link from "next/link"
import type { ComponentProps } from "react"
import { buttonClassName, type ButtonSize, type ButtonVariant } from "./button.tsx"
import { classNames } from "./class-names.ts"

type LinkButtonProps = ComponentProps<typeof Link> & { variant?: ButtonVariant; size?: ButtonSize }

/** A link that looks like a button, for actions that are places. */
export function LinkButton({ variant, size, className, ...rest }: LinkButtonProps) {
  return <Link {...rest} className={classNames(buttonClassName(variant, size), className)} />
}

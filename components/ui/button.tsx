import { Slot } from "radix-ui"
import type { ComponentProps } from "react"
import { classNames } from "./class-names.ts"
import { Spinner } from "./spinner.tsx"

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger"
export type ButtonSize = "small" | "medium"

const VARIANT: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent enabled:hover:bg-accent-hover",
  secondary: "border border-line-strong bg-surface-raised enabled:hover:bg-surface-hover",
  quiet:
    "text-muted enabled:hover:bg-surface-hover enabled:hover:text-ink data-[state=open]:bg-surface-hover data-[state=open]:text-ink",
  danger:
    "border border-line-strong bg-surface-raised text-negative enabled:hover:border-negative enabled:hover:bg-negative-soft",
}

const SIZE: Record<ButtonSize, string> = {
  small: "h-7 px-2 text-12",
  medium: "h-8 px-3 text-13",
}

/** The look of a button, for what is not one: links above all. */
export function buttonClassName(variant: ButtonVariant = "secondary", size: ButtonSize = "medium"): string {
  return classNames(
    "touch-target inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control font-medium whitespace-nowrap select-none",
    "transition-colors duration-(--duration-quick) disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
    VARIANT[variant],
    SIZE[size],
  )
}

export type ButtonProps = ComponentProps<"button"> & {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Shows that the action is under way, and takes no second click. */
  pending?: boolean
  /** Lends the look to the one child. */
  asChild?: boolean
}

export function Button({ variant, size, pending = false, asChild, className, children, ...rest }: ButtonProps) {
  const classes = classNames(buttonClassName(variant, size), className)
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button
      type="button"
      {...rest}
      className={classes}
      disabled={rest.disabled === true || pending}
      aria-busy={pending || undefined}
    >
      {pending && <Spinner />}
      {children}
    </button>
  )
}

import type { ReactNode } from "react"
import { Button, type ButtonProps } from "./button.tsx"
import { classNames } from "./class-names.ts"
import { Tooltip } from "./tooltip.tsx"

type IconButtonProps = Omit<ButtonProps, "children" | "aria-label" | "asChild"> & {
  /** Said by screen readers and shown as the tooltip. */
  label: string
  icon: ReactNode
  /** Keys that do the same, shown in the tooltip. */
  shortcut?: string
}

export function IconButton({ label, icon, shortcut, variant = "quiet", size, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label} shortcut={shortcut}>
      <Button
        {...rest}
        variant={variant}
        size={size}
        aria-label={label}
        className={classNames(size === "small" ? "w-7 px-0" : "w-8 px-0", className)}
      >
        {icon}
      </Button>
    </Tooltip>
  )
}

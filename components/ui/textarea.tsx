import type { ComponentProps } from "react"
import { classNames } from "./class-names.ts"
import { controlClassName } from "./control-class-name.ts"

/** Grows with what is written, up to half the screen. */
export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={3}
      {...rest}
      className={classNames(controlClassName, "field-sizing-content max-h-[50vh] min-h-16 px-2.5 py-1.5", className)}
    />
  )
}

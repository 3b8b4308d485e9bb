import type { ComponentProps } from "react"
import { classNames } from "./class-names.ts"
import { controlClassName } from "./control-class-name.ts"

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input autoComplete="off" {...rest} className={classNames(controlClassName, "h-8 px-2.5", className)} />
}

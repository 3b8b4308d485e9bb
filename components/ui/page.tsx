import type { ReactNode } from "react"
import { classNames } from "./class-names.ts"

const WIDTH = { narrow: "max-w-2xl", wide: "max-w-6xl", full: "max-w-none" }

/** The frame of a page's content: margins, rhythm and, but for `full`, a readable width. */
export function Page({
  width = "wide",
  className,
  children,
}: {
  width?: keyof typeof WIDTH
  className?: string
  children: ReactNode
}) {
  return (
    <div
      className={classNames("mx-auto flex w-full flex-col gap-6 px-4 py-5 md:px-8 md:py-7", WIDTH[width], className)}
    >
      {children}
    </div>
  )
}

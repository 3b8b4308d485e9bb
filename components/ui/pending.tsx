"use client"

import { useEffect, useState } from "react"
import { classNames } from "./class-names.ts"
import { Spinner } from "./spinner.tsx"

const WORDS_AFTER_MS = 2000

/** A spinner that says what it is waiting for once that takes noticeably long. */
export function Pending({ children, className }: { children: string; className?: string }) {
  const [isLong, setIsLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), WORDS_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <output className={classNames("flex items-center justify-center gap-2 p-6 text-13 text-muted", className)}>
      <Spinner />
      <span className={isLong ? undefined : "sr-only"}>{children}</span>
    </output>
  )
}

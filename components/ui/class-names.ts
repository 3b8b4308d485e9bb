import { clsx, type ClassValue } from "clsx"
import { extendTailwindMerge } from "tailwind-merge"

// Our sizes are numbers, which tailwind-merge would otherwise take for colours.
const merge = extendTailwindMerge({
  extend: { theme: { text: ["11", "12", "13", "14", "16", "20", "28"] } },
})

/** Joins class names; of two that set the same property, the later wins. */
export function classNames(...values: ClassValue[]): string {
  return merge(clsx(values))
}

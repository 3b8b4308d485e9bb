"use client"

import { RotateCw } from "lucide-react"
import { Button } from "#components/ui/button.tsx"
import type { ChatProblem } from "#lib/browser/chat-problem.ts"
import { useLocale } from "#lib/browser/use-locale.ts"

/** Why there is no answer, when one may go on, and a way to. */
export function AskProblem({ problem, onAgain }: { problem: ChatProblem; onAgain: () => void }) {
  const locale = useLocale()
  const { message, againAt, again } = problem
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-control bg-negative-soft px-3 py-2">
      <p>
        {message}
        {againAt !== null && ` You can go on at ${clockOf(againAt, locale)}.`}
      </p>
      {again !== null && (
        <Button size="small" className="self-start" onClick={onAgain}>
          <RotateCw aria-hidden />
          Try again
        </Button>
      )}
    </div>
  )
}

/** With the day where it is not today. */
function clockOf(at: Date, locale: string): string {
  const isToday = at.toDateString() === new Date().toDateString()
  return new Intl.DateTimeFormat(
    locale,
    isToday ? { timeStyle: "medium" } : { dateStyle: "medium", timeStyle: "short" },
  ).format(at)
}

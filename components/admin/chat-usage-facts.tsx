"use client"

import { useLocale } from "#lib/browser/use-locale.ts"
import type { ChatUsage } from "#lib/domain/chat.ts"

/** Sums over the days shown, and what they are measured against. */
export function ChatUsageFacts({ usage, model }: { usage: ChatUsage; model: string | null }) {
  const locale = useLocale()
  const { totals, tokensPerDay } = usage
  const facts: [string, string][] = [
    ["Questions", totals.questions.toLocaleString(locale)],
    ["Look-ups", totals.toolCalls.toLocaleString(locale)],
    ["Tokens read", totals.inputTokens.toLocaleString(locale)],
    ["Tokens written", totals.outputTokens.toLocaleString(locale)],
    ["Limit of a person or link a day", `${tokensPerDay.toLocaleString(locale)} tokens`],
    ...(model === null ? [] : [["Model", model] satisfies [string, string]]),
  ]
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt className="text-12 text-muted">{label}</dt>
          <dd className="text-16 font-semibold tabular">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

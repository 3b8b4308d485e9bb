import type { ColumnType } from "./column.ts"

type SuggestedColumn = { name: string; type: ColumnType; distinctCount: number | null }
type Askable = { cards: readonly { name: string }[]; columns: readonly SuggestedColumn[] }

const MAX_SUGGESTIONS = 4
/** Names of others' making go into the reader's question: plain words only. */
const PLAIN = /^[\p{L}\p{N} _-]{1,40}$/u
const MAX_GROUPS = 50

/** Questions that cards and columns suggest, for somebody who does not know what to ask. */
export function suggestQuestions({ cards, columns }: Askable): string[] {
  const plain = columns.filter(({ name }) => PLAIN.test(name))
  const dates = plain.filter(({ type }) => type === "date" || type === "timestamp" || type === "timestamptz")
  const isName = (name: string) => /(^|_|\b)(id|key|code|zip|year|month|day|lat|lon|latitude|longitude)$/i.test(name)
  const measures = plain.filter(({ name, type }) => ["int64", "double", "decimal"].includes(type) && !isName(name))
  const groups = plain.filter(
    ({ type, distinctCount }) =>
      type === "string" && (distinctCount === null || (distinctCount > 1 && distinctCount <= MAX_GROUPS)),
  )
  const [date, measure, group] = [dates[0]?.name, measures[0]?.name, groups[0]?.name]
  const card = cards.find(({ name }) => PLAIN.test(name))?.name
  const questions = [
    card && `What stands out in ${card}?`,
    group && measure && `Which ${group} has the highest average ${measure}?`,
    date && measure && `How has ${measure} changed over time?`,
    group && `How many rows are there for each ${group}?`,
    measures[1] && group && `Compare ${measures[1].name} by ${group}.`,
    date && `Which month has the most rows?`,
    "How many rows are there?",
  ]
  return [...new Set(questions.filter((question) => question !== undefined && question !== ""))].slice(
    0,
    MAX_SUGGESTIONS,
  ) as string[]
}

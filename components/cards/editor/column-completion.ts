import type { TemplateInput } from "../card-templates.ts"
import { typeWords } from "#components/datasets/format-cell.ts"
import { sqlIdentifier } from "../sql-identifier.ts"
import { monaco } from "./monaco-setup.ts"

type Completion = Omit<monaco.languages.CompletionItem, "range">

const RESULTS: readonly { label: string; insertText: string; detail: string }[] = [
  { label: "Kpi", insertText: 'Kpi(${1:value}, label=${2:""})', detail: "One number, with label, delta and trend" },
  { label: "Markdown", insertText: 'Markdown(${1:""})', detail: "Formatted text" },
  { label: "HTMLResult", insertText: "HTMLResult(html=${1:html})", detail: "A page of your own" },
]

/** Offers the columns of the card's datasets and what a card may return. `inputsOf` is asked at each turn. */
export function registerCompletion(
  model: () => monaco.editor.ITextModel | null,
  inputsOf: () => readonly TemplateInput[],
): monaco.IDisposable {
  const python = monaco.languages.registerCompletionItemProvider("python", {
    triggerCharacters: ['"', "'", "."],
    provideCompletionItems(current, position) {
      if (current !== model()) return { suggestions: [] }
      const word = current.getWordUntilPosition(position)
      const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn)
      const before = current.getLineContent(position.lineNumber).slice(0, word.startColumn - 1)
      const found = /["']$/.test(before)
        ? quoted(inputsOf())
        : before.endsWith(".")
          ? attributes(inputsOf())
          : RESULTS.map(result)
      return { suggestions: found.map((completion) => ({ ...completion, range })) }
    },
  })
  const sql = monaco.languages.registerCompletionItemProvider("sql", {
    triggerCharacters: ["."],
    provideCompletionItems(current, position) {
      if (current !== model()) return { suggestions: [] }
      const word = current.getWordUntilPosition(position)
      const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn)
      return { suggestions: names(inputsOf()).map((completion) => ({ ...completion, range })) }
    },
  })
  return {
    dispose() {
      python.dispose()
      sql.dispose()
    },
  }
}

const names = (inputs: readonly TemplateInput[]): Completion[] => [
  ...inputs.map(({ alias }) => ({ ...field(alias, "dataset"), insertText: sqlIdentifier(alias) })),
  ...inputs.flatMap(({ alias, columns }) =>
    columns.map(({ name, type }) => ({
      ...field(name, inputs.length > 1 ? `${alias}: ${typeWords(type)}` : typeWords(type)),
      insertText: sqlIdentifier(name),
    })),
  ),
]

const quoted = (inputs: readonly TemplateInput[]): Completion[] => [
  ...(inputs.length > 1 ? inputs.map(({ alias }) => field(alias, "dataset")) : []),
  ...inputs.flatMap(({ alias, columns }) =>
    columns.map(({ name, type }) => field(name, inputs.length > 1 ? `${alias}: ${typeWords(type)}` : typeWords(type))),
  ),
]

const attributes = (inputs: readonly TemplateInput[]): Completion[] =>
  inputs.flatMap(({ columns }) =>
    columns
      .filter(({ name }) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
      .map(({ name, type }) => field(name, typeWords(type))),
  )

const field = (name: string, detail: string): Completion => ({
  label: name,
  insertText: name,
  detail,
  kind: monaco.languages.CompletionItemKind.Field,
})

const result = ({ label, insertText, detail }: (typeof RESULTS)[number]): Completion => ({
  label,
  insertText,
  detail,
  kind: monaco.languages.CompletionItemKind.Constructor,
  insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
})

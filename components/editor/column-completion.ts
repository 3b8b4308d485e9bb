import { typeWords } from "#components/datasets/format-cell.ts"
import type { TemplateInput } from "./code-template.ts"
import { monaco } from "./monaco-setup.ts"
import { sqlIdentifier } from "./sql-identifier.ts"

type Completion = Omit<monaco.languages.CompletionItem, "range">

/** What Python code may write besides columns; `insertText` has Monaco's placeholders. */
export type Snippet = { label: string; insertText: string; detail: string }

/** Offers the columns of the datasets and the snippets. `latest` is asked at each turn. */
export function registerCompletion(
  model: () => monaco.editor.ITextModel | null,
  latest: () => { inputs: readonly TemplateInput[]; snippets: readonly Snippet[] },
): monaco.IDisposable {
  const python = monaco.languages.registerCompletionItemProvider("python", {
    triggerCharacters: ['"', "'", "."],
    provideCompletionItems(current, position) {
      if (current !== model()) return { suggestions: [] }
      const word = current.getWordUntilPosition(position)
      const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn)
      const { inputs, snippets } = latest()
      const before = current.getLineContent(position.lineNumber).slice(0, word.startColumn - 1)
      const found = /["']$/.test(before)
        ? quoted(inputs)
        : before.endsWith(".")
          ? attributes(inputs)
          : snippets.map(snippet)
      return { suggestions: found.map((completion) => ({ ...completion, range })) }
    },
  })
  const sql = monaco.languages.registerCompletionItemProvider("sql", {
    triggerCharacters: ["."],
    provideCompletionItems(current, position) {
      if (current !== model()) return { suggestions: [] }
      const word = current.getWordUntilPosition(position)
      const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn)
      return { suggestions: names(latest().inputs).map((completion) => ({ ...completion, range })) }
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

const snippet = ({ label, insertText, detail }: Snippet): Completion => ({
  label,
  insertText,
  detail,
  kind: monaco.languages.CompletionItemKind.Constructor,
  insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
})

import type { TemplateInput } from "#components/editor/code-template.ts"

const IDENTIFIER = /(^|[_\s])(id|key|code|number|no)$/i

/** The column by which two datasets belong together: one of the same name and type in both, ids before others. */
export function joinKeyOf(first: TemplateInput, second: TemplateInput): string | undefined {
  const shared = first.columns.filter(({ name, type }) =>
    second.columns.some((other) => other.name === name && other.type === type),
  )
  return (shared.find(({ name }) => IDENTIFIER.test(name)) ?? shared[0])?.name
}

/** The column that tells rows apart, as far as its name says. */
export const keyOf = ({ columns }: TemplateInput): string | undefined =>
  (columns.find(({ name }) => IDENTIFIER.test(name)) ?? columns[0])?.name

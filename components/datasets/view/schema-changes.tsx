"use client"

import { ArrowRight, Minus, Plus, RefreshCw } from "lucide-react"
import Link from "next/link"
import type { ReactNode } from "react"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { ColumnReader, RunReview } from "#lib/domain/run.ts"
import { isUnchanged } from "#lib/domain/schema-diff.ts"
import { typeWords } from "../format-cell.ts"

type SchemaChangesProps = Pick<RunReview, "diff" | "rowsBefore" | "rowsAfter" | "readers">

/** What differs between two states of a dataset, and who will notice. */
export function SchemaChanges({ diff, rowsBefore, rowsAfter, readers }: SchemaChangesProps) {
  const locale = useLocale()
  const more = rowsAfter - rowsBefore
  return (
    <div className="flex flex-col gap-4">
      <dl className="flex flex-wrap gap-x-8 gap-y-2 tabular">
        <Fact term="Rows before">{rowsBefore.toLocaleString(locale)}</Fact>
        <Fact term="Rows after">{rowsAfter.toLocaleString(locale)}</Fact>
        <Fact term="Difference">{more.toLocaleString(locale, { signDisplay: "exceptZero" })}</Fact>
      </dl>
      {isUnchanged(diff) ? (
        <p className="text-muted">The columns and their types are the same.</p>
      ) : (
        <ul aria-label="Changed columns" className="divide-y rounded-panel border">
          {diff.removed.map(({ name, type }) => (
            <Change key={name} icon={<Minus aria-hidden className="text-negative" />} words="removed" name={name}>
              was {typeWords(type)}
            </Change>
          ))}
          {diff.changed.map(({ name, from, to }) => (
            <Change key={name} icon={<RefreshCw aria-hidden className="text-warning" />} words="other type" name={name}>
              {typeWords(from)} <ArrowRight aria-label="to" role="img" className="inline size-3" /> {typeWords(to)}
            </Change>
          ))}
          {diff.added.map(({ name, type }) => (
            <Change key={name} icon={<Plus aria-hidden className="text-positive" />} words="added" name={name}>
              {typeWords(type)}
            </Change>
          ))}
        </ul>
      )}
      {readers.length > 0 && (
        <div>
          <p className="font-medium">These read columns that are removed or change their type:</p>
          <ReaderList readers={readers} />
        </div>
      )}
    </div>
  )
}

/** Cards, dashboards and transforms, linked, with the columns in question. */
export function ReaderList({ readers }: { readers: readonly ColumnReader[] }) {
  return (
    <ul className="mt-1 divide-y">
      {readers.map(({ kind, id, name, columns }) => (
        <li key={`${kind}:${id}`} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
          <Link href={`/${kind}s/${id}`} className="font-medium text-accent-text hover:underline">
            {name}
          </Link>
          <span className="text-12 text-muted">
            {kind}
            {columns === null ? ", reads all columns" : columns.length > 0 ? `, reads ${columns.join(", ")}` : ""}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Fact({ term, children }: { term: string; children: string }) {
  return (
    <div>
      <dt className="text-12 text-muted">{term}</dt>
      <dd className="text-14 font-medium">{children}</dd>
    </div>
  )
}

type ChangeProps = { icon: ReactNode; words: string; name: string; children: ReactNode }

function Change({ icon, words, name, children }: ChangeProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-2 [&>svg]:size-3.5 [&>svg]:shrink-0">
      {icon}
      <span className="min-w-0 font-mono text-12 break-all">{name}</span>
      <span className="text-12 text-muted">
        {words}: {children}
      </span>
    </li>
  )
}

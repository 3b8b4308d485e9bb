"use client"

import { useMemo } from "react"
import ReactMarkdown, { type Components } from "react-markdown"
import remarkGfm from "remark-gfm"
import { classNames } from "#components/ui/class-names.ts"
import type { Figure } from "#lib/domain/chat.ts"
import { FigureCitation } from "./figure-citation.tsx"
import { FIGURE_ATTRIBUTE, markFigures } from "./mark-figures.ts"

type AnswerTextProps = {
  markdown: string
  /** Those of this text. Empty while the answer is still coming. */
  figures: readonly Figure[]
  onOpen: (figure: Figure) => void
}

/**
 * The model's prose. Of Markdown only what shapes text: a picture or a link could carry data to a server of someone
 * else's as soon as it is shown or followed, so both are words here, and HTML is the text it was written as.
 */
export function AnswerText({ markdown, figures, onOpen }: AnswerTextProps) {
  const components = useMemo<Components>(
    () => ({
      img: ({ alt }) => <span className="text-muted">[picture{alt ? `: ${alt}` : ""}]</span>,
      a: ({ href, children }) => (
        <span>
          {children}
          {href !== undefined && href !== children && <span className="text-muted"> ({href})</span>}
        </span>
      ),
      input: ({ checked }) => <span>{checked === true ? "[x]" : "[ ]"}</span>,
      span: ({ children, ...rest }) => {
        const place: unknown = Object.entries(rest).find(([name]) => name === FIGURE_ATTRIBUTE)?.[1]
        const figure = figures[Number(place ?? -1)]
        return figure ? (
          <FigureCitation figure={figure} onOpen={() => onOpen(figure)}>
            {children}
          </FigureCitation>
        ) : (
          <span>{children}</span>
        )
      },
      table: ({ children }) => (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        <section aria-label="Table" tabIndex={0} className="my-2 overflow-x-auto">
          <table className="tabular">{children}</table>
        </section>
      ),
    }),
    [figures, onOpen],
  )
  return (
    <div className={STYLE}>
      <ReactMarkdown remarkPlugins={[remarkGfm, markFigures(figures, markdown)]} components={components}>
        {markdown}
      </ReactMarkdown>
    </div>
  )
}

const STYLE = classNames(
  "text-13 leading-relaxed break-words [&>:first-child]:mt-0 [&>:last-child]:mb-0",
  "[&_h1,&_h2,&_h3,&_h4]:mt-3 [&_h1,&_h2,&_h3,&_h4]:mb-1 [&_h1,&_h2,&_h3,&_h4]:text-13 [&_h1,&_h2,&_h3,&_h4]:font-semibold",
  "[&_p]:my-2 [&_ul]:my-2 [&_ul]:list-disc [&_ul]:pl-5 [&_ol]:my-2 [&_ol]:list-decimal [&_ol]:pl-5",
  "[&_code]:rounded-[3px] [&_code]:bg-surface-hover [&_code]:px-1 [&_code]:text-12 [&_pre]:my-2 [&_pre]:overflow-x-auto [&_pre]:rounded-control [&_pre]:bg-surface-sunken [&_pre]:p-2 [&_pre_code]:bg-transparent [&_pre_code]:p-0",
  "[&_blockquote]:my-2 [&_blockquote]:border-l-2 [&_blockquote]:border-line-strong [&_blockquote]:pl-3 [&_blockquote]:text-muted",
  "[&_td]:border-b [&_td]:px-2 [&_td]:py-1 [&_th]:border-b [&_th]:px-2 [&_th]:py-1 [&_th]:text-left [&_th]:font-medium",
)

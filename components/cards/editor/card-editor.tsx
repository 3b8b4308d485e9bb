"use client"

import { useState } from "react"
import { CodePane } from "#components/editor/code-pane.tsx"
import type { Snippet } from "#components/editor/column-completion.ts"
import { DataPanel } from "#components/editor/data-panel.tsx"
import type { DatasetChoice } from "#components/editor/dataset-choice.ts"
import { DraftDialogs } from "#components/editor/draft-dialogs.tsx"
import { EditorHeader } from "#components/editor/editor-header.tsx"
import { EditorPanes } from "#components/editor/editor-panes.tsx"
import { parseParams } from "#components/editor/params-text.ts"
import { useDraft, type DraftKind } from "#components/editor/use-draft.ts"
import { useEditorKeys } from "#components/editor/use-editor-keys.ts"
import { useEditorPane } from "#components/editor/use-editor-pane.ts"
import { notify } from "#components/ui/notify.ts"
import { useTrial } from "#lib/browser/use-trial.ts"
import { useOnOpening } from "#lib/browser/use-on-opening.ts"
import { dataOf } from "#lib/domain/api.ts"
import type { CardDraft, CardLanguage } from "#lib/domain/card.ts"
import type { ChartSpec } from "#lib/domain/chart.ts"
import { CardPreview } from "#lib/domain/render-line.ts"
import { CardDetail } from "#lib/domain/summaries.ts"
import {
  draftOf,
  isSameDraft,
  requestOf,
  withAlias,
  withColumns,
  withDataset,
  withoutDataset,
  type EditorDraft,
} from "../card-draft.ts"
import type { CardTemplate } from "../card-templates.ts"
import { CardUsedDialog } from "../card-used-dialog.tsx"
import { useDeleteCard } from "../use-delete-card.ts"
import { AddToDashboardDialog } from "./add-to-dashboard-dialog.tsx"
import { AssistButton } from "./assist-button.tsx"
import { CardMenu } from "./card-menu.tsx"
import { ChartPanel } from "./chart-panel.tsx"
import { firstDraftIn, followingDatasets, inputsOf, isUntouched, templatesOf, withTemplate } from "./new-card-draft.ts"
import { OutputPane } from "./output-pane.tsx"
import { SettingsPanel } from "./settings-panel.tsx"
import { useAssist } from "./use-assist.tsx"

const RESULTS: readonly Snippet[] = [
  { label: "Kpi", insertText: 'Kpi(${1:value}, label=${2:""})', detail: "One number, with label, delta and trend" },
  { label: "Markdown", insertText: 'Markdown(${1:""})', detail: "Formatted text" },
  { label: "HTMLResult", insertText: "HTMLResult(html=${1:html})", detail: "A page of your own" },
]
const CARD: DraftKind<EditorDraft, CardDraft, CardDetail> = {
  thing: "card",
  place: "/cards",
  answer: dataOf(CardDetail),
  draftOf,
  requestOf,
  isSame: isSameDraft,
}
const previewAnswer = dataOf(CardPreview)

type CardEditorProps = {
  /** null: a card not saved yet. */
  card: CardDetail | null
  initialDraft: EditorDraft
  datasets: readonly DatasetChoice[]
}

/** Writes, runs and saves one card. What runs is what is on screen, saved or not. */
export function CardEditor({ card, initialDraft, datasets }: CardEditorProps) {
  const drafting = useDraft(CARD, initialDraft, card)
  const { draft, setDraft, saved, readOnly, hasUnsaved, save } = drafting
  const { pane, setPane, onReady, goTo, insert } = useEditorPane()
  const [isAdding, setIsAdding] = useState(false)
  const preview = useTrial<Omit<CardDraft, "name" | "description">, CardPreview>("/api/cards/preview", previewAnswer)
  const deletion = useDeleteCard({ onDeleted: drafting.leave })

  const error = preview.view.state === "done" ? preview.view.last?.error : undefined
  const problem = error?.line === undefined ? null : { line: error.line, message: `${error.type}: ${error.message}` }

  const resultColumns = preview.view.last?.display?.["application/vnd.dataresource+json"]?.columns ?? []

  const change = (next: EditorDraft) => setDraft((before) => followingDatasets(before, next, datasets))

  const runDraft = (toRun: EditorDraft) => {
    const params = parseParams(toRun.paramsText)
    if (!params.ok) {
      setPane("data")
      notify.failed("The params can't be read", { description: params.message })
      return
    }
    const { name: _name, description: _description, ...body } = requestOf(toRun, params.params)
    void preview.run(body)
  }
  const run = (code = draft.code) => {
    if (pane === "code") setPane("output")
    runDraft({ ...draft, code })
  }

  // What is there to be seen is shown at once.
  useOnOpening(() => {
    if (card !== null || initialDraft.datasets.length > 0) runDraft(initialDraft)
  })

  const openAdding = async () => {
    const ready = saved !== null && !hasUnsaved ? saved : await save()
    if (ready) setIsAdding(true)
  }

  const show = (next: EditorDraft) => {
    setDraft(() => next)
    runDraft(next)
  }
  const applyTemplate = (template: CardTemplate) => {
    const { code, chart } = draft
    show(withTemplate(draft, template, datasets))
    notify.undoable(`The code is now the template “${template.name}”`, () =>
      setDraft((now) => ({ ...now, code, chart })),
    )
  }
  const beginIn = (language: CardLanguage) => show(firstDraftIn(language, draft, datasets))
  const redraw = (chart: ChartSpec) => show({ ...draft, chart })
  const loadTheirs = (theirs: CardDetail) => {
    drafting.adopt(theirs)
    runDraft(draftOf(theirs))
  }
  const assist = useAssist(draft, (change) => {
    setDraft((now) => ({ ...now, ...change }))
    runDraft({ ...draft, ...change })
  })
  useEditorKeys({ onRun: () => run(), onSave: () => void save() })

  return (
    <div className="relative flex-1">
      <div className="absolute inset-0 flex flex-col">
        <EditorHeader
          thing="card"
          list={{ href: "/cards", label: "Cards" }}
          name={draft.name}
          onNameChange={drafting.rename}
          nameError={drafting.nameError}
          status={readOnly ? "read-only" : hasUnsaved ? "unsaved" : "saved"}
          isRunning={preview.view.state === "running"}
          isSaving={drafting.isSaving}
          onRun={() => run()}
          onCancel={preview.cancel}
          onSave={() => void save()}
          menu={
            <CardMenu
              saved={saved}
              onAddToDashboard={() => void openAdding()}
              onDelete={() => saved && void deletion.remove(saved)}
            />
          }
        />
        <EditorPanes
          pane={pane}
          onPaneChange={setPane}
          data={
            <div className="flex flex-col gap-6">
              <DataPanel
                inputs={draft.datasets}
                datasets={datasets}
                language={draft.language}
                pythonName={(alias) => `dataset["${alias}"]`}
                alwaysNamed={false}
                readOnly={readOnly}
                onAdd={(dataset) => change(withDataset(draft, dataset))}
                onRename={(before, after) => change(withAlias(draft, before, after))}
                onRemove={(alias) => change(withoutDataset(draft, alias))}
                onInsert={insert}
                columnsOf={(alias) => ({
                  names: draft.columns[alias] ?? null,
                  code: draft.code,
                  onDeclare: (names) => change(withColumns(draft, alias, names)),
                })}
              />
              {draft.language === "sql" && (
                <ChartPanel chart={draft.chart} columns={resultColumns} readOnly={readOnly} onChange={redraw} />
              )}
              <SettingsPanel draft={draft} onChange={change} readOnly={readOnly} />
            </div>
          }
          code={
            <CodePane
              thing="card"
              language={draft.language}
              value={draft.code}
              onChange={(code) => setDraft((now) => ({ ...now, code }))}
              onRun={run}
              onSave={(code) => void save(code)}
              onReady={onReady}
              inputs={inputsOf(draft, datasets)}
              snippets={RESULTS}
              problem={problem}
              readOnly={readOnly}
              templates={templatesOf(draft.language)}
              onTemplate={applyTemplate}
              onBeginIn={saved === null ? beginIn : null}
              wouldLoseCode={!isUntouched(draft, datasets)}
              tools={assist.open && <AssistButton onClick={() => assist.open?.(null)} />}
            />
          }
          output={
            <OutputPane
              view={preview.view}
              title={draft.name || "New card"}
              onRun={() => run()}
              onGoTo={goTo}
              onFix={readOnly ? undefined : (assist.open ?? undefined)}
            />
          }
        />
      </div>
      <DraftDialogs thing="card" drafting={drafting} onLoadTheirs={loadTheirs} />
      {assist.dialog}
      {isAdding && saved && <AddToDashboardDialog card={saved} onClose={() => setIsAdding(false)} />}
      <CardUsedDialog usedBy={deletion.usedBy} onClose={deletion.dismiss} />
    </div>
  )
}

"use client"

import { useRouter } from "next/navigation"
import { useEffect, useRef, useState } from "react"
import type { CodeEditorHandle } from "#components/editor/code-editor-handle.ts"
import { CodeEditor } from "#components/editor/code-editor.tsx"
import type { Snippet } from "#components/editor/column-completion.ts"
import { DataPanel } from "#components/editor/data-panel.tsx"
import type { DatasetChoice } from "#components/editor/dataset-choice.ts"
import { EditorHeader } from "#components/editor/editor-header.tsx"
import { EditorPanes, type EditorPane } from "#components/editor/editor-panes.tsx"
import { LanguageChoice } from "#components/editor/language-choice.tsx"
import { LANGUAGE_NAME } from "#components/editor/language-name.ts"
import { LeaveDialog } from "#components/editor/leave-dialog.tsx"
import { parseParams } from "#components/editor/params-text.ts"
import { SaveConflictDialog } from "#components/editor/save-conflict-dialog.tsx"
import { TemplateMenu } from "#components/editor/template-menu.tsx"
import { useEditorKeys } from "#components/editor/use-editor-keys.ts"
import { useSave } from "#components/editor/use-save.ts"
import { notify } from "#components/ui/notify.ts"
import { useTrial } from "#lib/browser/use-trial.ts"
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
const CARDS = { path: "/api/cards", answer: dataOf(CardDetail) }
const previewAnswer = dataOf(CardPreview)

type CardEditorProps = {
  /** null: a card not saved yet. */
  card: CardDetail | null
  initialDraft: EditorDraft
  datasets: readonly DatasetChoice[]
}

/** Writes, runs and saves one card. What runs is what is on screen, saved or not. */
export function CardEditor({ card, initialDraft, datasets }: CardEditorProps) {
  const router = useRouter()
  const [draft, setDraft] = useState(initialDraft)
  const [savedDraft, setSavedDraft] = useState(initialDraft)
  const [pane, setPane] = useState<EditorPane>("code")
  const [nameError, setNameError] = useState<string | null>(null)
  const [isAdding, setIsAdding] = useState(false)
  const [isGone, setIsGone] = useState(false)
  const editor = useRef<CodeEditorHandle | null>(null)
  const preview = useTrial<Omit<CardDraft, "name" | "description">, CardPreview>("/api/cards/preview", previewAnswer)
  const saving = useSave<CardDraft, CardDetail>(CARDS, card)
  const deletion = useDeleteCard({
    onDeleted: () => {
      setIsGone(true)
      router.push("/cards")
      router.refresh()
    },
  })

  const { saved } = saving
  const readOnly = saved !== null && !saved.canEdit
  const hasUnsaved = !readOnly && !isGone && !isSameDraft(draft, savedDraft)
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
  useEffect(() => {
    if (card !== null || initialDraft.datasets.length > 0) runDraft(initialDraft)
    // oxlint-disable-next-line react/exhaustive-deps -- on opening only
  }, [])

  const settle = (result: CardDetail | null, sent: EditorDraft): CardDetail | null => {
    if (!result) return null
    setSavedDraft(sent)
    // The address changes without leaving the page: code, output and cursor stay.
    if (saved === null) window.history.replaceState(null, "", `/cards/${result.id}`)
    notify.done(`Saved “${result.name}”`)
    return result
  }
  const saveWith = async (send: typeof saving.save, code = draft.code): Promise<CardDetail | null> => {
    if (readOnly) return saved
    const sent = { ...draft, code }
    const params = parseParams(draft.paramsText)
    setNameError(draft.name.trim() === "" ? "Give the card a name to save it." : null)
    if (!params.ok) notify.failed("The params can't be read", { description: params.message })
    if (!params.ok || draft.name.trim() === "") return null
    return settle(await send(requestOf(sent, params.params)), sent)
  }
  const save = (code?: string) => saveWith(saving.save, code)
  const openAdding = async () => {
    const ready = saved !== null && !hasUnsaved ? saved : await save()
    if (ready) setIsAdding(true)
  }

  const applyTemplate = (template: CardTemplate) => {
    const { code, chart } = draft
    const next = withTemplate(draft, template, datasets)
    setDraft(next)
    runDraft(next)
    notify.undoable(`The code is now the template “${template.name}”`, () =>
      setDraft((now) => ({ ...now, code, chart })),
    )
  }
  const beginIn = (language: CardLanguage) => {
    const next = firstDraftIn(language, draft, datasets)
    setDraft(next)
    runDraft(next)
  }
  const redraw = (chart: ChartSpec) => {
    const next = { ...draft, chart }
    setDraft(next)
    runDraft(next)
  }
  const loadTheirs = (theirs: CardDetail) => {
    saving.adopt(theirs)
    setDraft(draftOf(theirs))
    setSavedDraft(draftOf(theirs))
    runDraft(draftOf(theirs))
  }
  const assist = useAssist(draft, (change) => {
    setDraft((now) => ({ ...now, ...change }))
    runDraft({ ...draft, ...change })
  })
  const goTo = (line: number) => {
    setPane("code")
    editor.current?.goTo(line)
  }
  useEditorKeys({ onRun: () => run(), onSave: () => void save() })

  return (
    <div className="relative flex-1">
      <div className="absolute inset-0 flex flex-col">
        <EditorHeader
          thing="card"
          list={{ href: "/cards", label: "Cards" }}
          name={draft.name}
          onNameChange={(name) => {
            setNameError(null)
            change({ ...draft, name })
          }}
          nameError={nameError ?? (saving.view.state === "failed" ? `Not saved: ${saving.view.message}` : null)}
          status={readOnly ? "read-only" : hasUnsaved ? "unsaved" : "saved"}
          isRunning={preview.view.state === "running"}
          isSaving={saving.view.state === "saving"}
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
                onInsert={(text) => {
                  setPane("code")
                  editor.current?.insert(text)
                }}
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
            <div className="flex h-full flex-col">
              {!readOnly && (
                <div className="flex h-9 shrink-0 items-center justify-between gap-2 border-b px-2 @container">
                  <div className="flex items-center gap-1">
                    <TemplateMenu templates={templatesOf(draft.language)} onChoose={applyTemplate} />
                    {assist.open && <AssistButton onClick={() => assist.open?.(null)} />}
                  </div>
                  {saved === null ? (
                    <LanguageChoice
                      language={draft.language}
                      wouldLoseCode={!isUntouched(draft, datasets)}
                      onChange={beginIn}
                    />
                  ) : (
                    <span className="text-12 text-muted">{LANGUAGE_NAME[draft.language]}</span>
                  )}
                </div>
              )}
              <div className="min-h-0 flex-1">
                <CodeEditor
                  language={draft.language}
                  value={draft.code}
                  onChange={(code) => setDraft((now) => ({ ...now, code }))}
                  onRun={run}
                  onSave={(code) => void save(code)}
                  onReady={(handle) => (editor.current = handle)}
                  thing="card"
                  inputs={inputsOf(draft, datasets)}
                  snippets={RESULTS}
                  problem={problem}
                  readOnly={readOnly}
                />
              </div>
            </div>
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
      <LeaveDialog hasUnsaved={hasUnsaved} thing={draft.name ? `“${draft.name}”` : "this card"} />
      <SaveConflictDialog
        thing="card"
        current={saving.view.state === "conflict" ? saving.view.current : null}
        onDismiss={saving.dismiss}
        onLoadTheirs={() => saving.view.state === "conflict" && loadTheirs(saving.view.current)}
        onOverwrite={() => void saveWith(saving.overwrite)}
      />
      {assist.dialog}
      {isAdding && saved && <AddToDashboardDialog card={saved} onClose={() => setIsAdding(false)} />}
      <CardUsedDialog usedBy={deletion.usedBy} onClose={deletion.dismiss} />
    </div>
  )
}

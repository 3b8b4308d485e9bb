"use client"

import { useRouter } from "next/navigation"
import { useEffect, useRef, useState } from "react"
import type { CodeEditorHandle } from "#components/editor/code-editor-handle.ts"
import { CodeEditor } from "#components/editor/code-editor.tsx"
import type { CodeTemplate } from "#components/editor/code-template.ts"
import type { Snippet } from "#components/editor/column-completion.ts"
import { DataPanel } from "#components/editor/data-panel.tsx"
import type { DatasetChoice } from "#components/editor/dataset-choice.ts"
import { EditorHeader } from "#components/editor/editor-header.tsx"
import { EditorPanes, type EditorPane } from "#components/editor/editor-panes.tsx"
import { withInput } from "#components/editor/input-alias.ts"
import { LANGUAGE_NAME } from "#components/editor/language-name.ts"
import { LanguageChoice } from "#components/editor/language-choice.tsx"
import { LeaveDialog } from "#components/editor/leave-dialog.tsx"
import { parseParams } from "#components/editor/params-text.ts"
import { SaveConflictDialog } from "#components/editor/save-conflict-dialog.tsx"
import { TemplateMenu } from "#components/editor/template-menu.tsx"
import { useEditorKeys } from "#components/editor/use-editor-keys.ts"
import { useSave } from "#components/editor/use-save.ts"
import { LineagePanel } from "#components/lineage/lineage-panel.tsx"
import { Badge } from "#components/ui/badge.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { notify } from "#components/ui/notify.ts"
import { useTrial } from "#lib/browser/use-trial.ts"
import { dataOf } from "#lib/domain/api.ts"
import type { CardLanguage } from "#lib/domain/card.ts"
import { previewTransform } from "#lib/domain/endpoints/transforms.ts"
import type { DatasetId, RunId } from "#lib/domain/ids.ts"
import type { TransformPreview } from "#lib/domain/job-contract.ts"
import { TransformDetail } from "#lib/domain/summaries.ts"
import type { TransformDraft, TransformTrial } from "#lib/domain/transform.ts"
import { DeleteTransformDialog } from "../delete-transform-dialog.tsx"
import { RunsPane } from "../runs/runs-pane.tsx"
import { statusWords } from "../runs/run-words.ts"
import { useStartRun, useTransformRuns } from "../runs/use-transform-runs.ts"
import { ScheduleForm } from "../schedule/schedule-form.tsx"
import {
  draftOf,
  firstDraftIn,
  followingInputs,
  isSameDraft,
  isUntouched,
  requestOf,
  templateInputsOf,
  templatesOf,
  type EditorDraft,
} from "../transform-draft.ts"
import { PreviewPane } from "./preview-pane.tsx"
import type { ResultTab } from "./result-tab.ts"
import { ResultTabs } from "./result-tabs.tsx"
import { TransformMenu } from "./transform-menu.tsx"
import { TransformSettings } from "./transform-settings.tsx"
import { VersionsPane } from "./versions-pane.tsx"

const SNIPPETS: readonly Snippet[] = [
  { label: "inputs", insertText: 'inputs["${1:name}"]', detail: "An input as a pandas DataFrame" },
  { label: "inputs.polars", insertText: 'inputs.polars("${1:name}")', detail: "A Polars LazyFrame: never held whole" },
  { label: "inputs.arrow", insertText: 'inputs.arrow("${1:name}")', detail: "An Arrow Dataset: never held whole" },
  { label: "inputs.duckdb", insertText: 'inputs.duckdb("${1:name}")', detail: "A DuckDB relation: never held whole" },
  { label: "inputs.sql", insertText: 'inputs.sql("${1:select * from name}")', detail: "SQL over all inputs" },
]
const TRANSFORMS = { path: "/api/transforms", answer: dataOf(TransformDetail) }

type TransformEditorProps = {
  /** null: a transform not saved yet. */
  transform: TransformDetail | null
  initialDraft: EditorDraft
  initialTab: ResultTab
  /** The run to look at; null = the newest. */
  initialRunId: RunId | null
  datasets: readonly DatasetChoice[]
}

/** Writes, tries, saves, schedules and runs one transform. What is previewed is what is on screen; what runs is what was saved. */
export function TransformEditor({ transform, initialDraft, initialTab, initialRunId, datasets }: TransformEditorProps) {
  const router = useRouter()
  const [draft, setDraft] = useState(initialDraft)
  const [savedDraft, setSavedDraft] = useState(initialDraft)
  const [pane, setPane] = useState<EditorPane>("code")
  const [tab, setTab] = useState<ResultTab>(initialTab)
  const [nameError, setNameError] = useState<string | null>(null)
  const [chosenRunId, setChosenRunId] = useState(initialRunId)
  const [isDeleting, setIsDeleting] = useState(false)
  const [isGone, setIsGone] = useState(false)
  const editor = useRef<CodeEditorHandle | null>(null)
  const preview = useTrial<TransformTrial, TransformPreview>("/api/transforms/preview", previewTransform.response)
  const saving = useSave<TransformDraft, TransformDetail>(TRANSFORMS, transform)
  const { saved } = saving
  const found = useTransformRuns(isGone ? null : (saved?.id ?? null))
  const { starting, start } = useStartRun()

  const readOnly = saved !== null && !saved.canEdit
  const hasUnsaved = !readOnly && !isGone && !isSameDraft(draft, savedDraft)
  const [newest] = found.runs
  const outputId = saved?.outputDatasetId ?? found.runs.find(({ status }) => status === "succeeded")?.datasetId ?? null
  const nameOf = (id: DatasetId) => datasets.find((dataset) => dataset.id === id)?.name
  const output = outputId === null ? null : { id: outputId, name: nameOf(outputId) ?? (saved?.name || "Its dataset") }

  const previewed = preview.view.state === "done" ? preview.view.last?.error : undefined
  const ran = tab === "runs" && newest?.transformVersion === saved?.version ? newest?.error : undefined
  const error = tab === "runs" ? ran : previewed
  const problem = error?.line === undefined ? null : { line: error.line, message: error.message }

  const change = (next: EditorDraft) => setDraft((before) => followingInputs(before, next, datasets))

  const previewDraft = (toRun: EditorDraft) => {
    const params = parseParams(toRun.paramsText)
    const missing = toRun.inputs.length === 0
    if (missing || !params.ok) {
      setPane("data")
      notify.failed(missing ? "Choose a dataset first" : "The params can't be read", {
        description: missing || params.ok ? "A transform reads at least one." : params.message,
      })
      return
    }
    setTab("preview")
    void preview.run({ language: toRun.language, code: toRun.code, inputs: toRun.inputs, params: params.params })
  }
  const tryOut = (code = draft.code) => {
    if (pane === "code") setPane("output")
    previewDraft({ ...draft, code })
  }

  // What is there to be seen is shown at once, unless it is the runs that are asked for.
  useEffect(() => {
    if (initialTab === "preview" && initialDraft.inputs.length > 0) previewDraft(initialDraft)
    // oxlint-disable-next-line react/exhaustive-deps -- on opening only
  }, [])

  const saveWith = async (send: typeof saving.save, code = draft.code): Promise<TransformDetail | null> => {
    if (readOnly) return saved
    const sent = { ...draft, code }
    const params = parseParams(draft.paramsText)
    setNameError(draft.name.trim() === "" ? "Give the transform a name to save it." : null)
    if (!params.ok) notify.failed("The params can't be read", { description: params.message })
    if (draft.inputs.length === 0)
      notify.failed("Choose a dataset first", { description: "A transform reads at least one." })
    if (!params.ok || draft.name.trim() === "" || draft.inputs.length === 0) return null
    const result = await send(requestOf(sent, params.params))
    if (!result) return null
    setSavedDraft(sent)
    // The address changes without leaving the page: code, output and cursor stay.
    if (saved === null) window.history.replaceState(null, "", `/transforms/${result.id}`)
    notify.done(`Saved “${result.name}”`)
    return result
  }
  const save = (code?: string) => saveWith(saving.save, code)
  const startRun = async () => {
    const ready = saved !== null && !hasUnsaved ? saved : await save()
    if (!ready) return
    const run = await start(ready.id)
    if (run) setChosenRunId(null)
  }

  const applyTemplate = (template: CodeTemplate) => {
    const { code } = draft
    const next = { ...draft, code: template.codeFor(templateInputsOf(draft, datasets)) }
    setDraft(next)
    if (next.inputs.length > 0) previewDraft(next)
    notify.undoable(`The code is now the template “${template.name}”`, () => setDraft((now) => ({ ...now, code })))
  }
  const beginIn = (language: CardLanguage) => {
    const next = firstDraftIn(language, draft, datasets)
    setDraft(next)
    if (next.inputs.length > 0) previewDraft(next)
  }
  const adopt = (theirs: TransformDetail) => {
    saving.adopt(theirs)
    setDraft(draftOf(theirs))
    setSavedDraft(draftOf(theirs))
  }
  const goTo = (line: number) => {
    setPane("code")
    editor.current?.goTo(line)
  }
  const leave = () => {
    setIsGone(true)
    router.push("/transforms")
    router.refresh()
  }
  useEditorKeys({ onRun: () => tryOut(), onSave: () => void save() })

  const newestWords = newest && statusWords(newest)
  return (
    <div className="relative flex-1">
      <div className="absolute inset-0 flex flex-col">
        <EditorHeader
          thing="transform"
          list={{ href: "/transforms", label: "Transforms" }}
          runLabel="Preview"
          name={draft.name}
          onNameChange={(name) => {
            setNameError(null)
            change({ ...draft, name })
          }}
          nameError={nameError ?? (saving.view.state === "failed" ? `Not saved: ${saving.view.message}` : null)}
          status={readOnly ? "read-only" : hasUnsaved ? "unsaved" : "saved"}
          isRunning={preview.view.state === "running"}
          isSaving={saving.view.state === "saving"}
          onRun={() => tryOut()}
          onCancel={preview.cancel}
          onSave={() => void save()}
          menu={<TransformMenu saved={saved} outputId={outputId} onDelete={() => setIsDeleting(true)} />}
        />
        <EditorPanes
          pane={pane}
          onPaneChange={setPane}
          dataWidth="wide"
          data={
            <div className="flex flex-col gap-6">
              <DataPanel
                inputs={draft.inputs}
                datasets={datasets.filter(({ id }) => id !== outputId)}
                language={draft.language}
                pythonName={(alias) => `inputs["${alias}"]`}
                alwaysNamed
                readOnly={readOnly}
                onAdd={(dataset) => change({ ...draft, inputs: withInput(draft.inputs, dataset) })}
                onRename={(before, after) =>
                  change({
                    ...draft,
                    inputs: draft.inputs.map((input) => (input.alias === before ? { ...input, alias: after } : input)),
                  })
                }
                onRemove={(alias) =>
                  change({ ...draft, inputs: draft.inputs.filter((input) => input.alias !== alias) })
                }
                onInsert={(text) => {
                  setPane("code")
                  editor.current?.insert(text)
                }}
              />
              <ScheduleForm
                schedule={draft.schedule}
                trigger={draft.trigger}
                onScheduleChange={(schedule) => change({ ...draft, schedule })}
                onTriggerChange={(trigger) => change({ ...draft, trigger })}
                readOnly={readOnly}
              />
              <TransformSettings
                draft={draft}
                onChange={change}
                output={output}
                saved={saved}
                onHandedOn={leave}
                readOnly={readOnly}
              />
            </div>
          }
          code={
            <div className="flex h-full flex-col">
              {!readOnly && (
                <div className="flex h-9 shrink-0 items-center justify-between gap-2 border-b px-2">
                  <TemplateMenu templates={templatesOf(draft.language)} onChoose={applyTemplate} />
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
                  thing="transform"
                  language={draft.language}
                  value={draft.code}
                  onChange={(code) => setDraft((now) => ({ ...now, code }))}
                  onRun={tryOut}
                  onSave={(code) => void save(code)}
                  onReady={(handle) => (editor.current = handle)}
                  inputs={templateInputsOf(draft, datasets)}
                  snippets={SNIPPETS}
                  problem={problem}
                  readOnly={readOnly}
                />
              </div>
            </div>
          }
          output={
            <ResultTabs
              tab={tab}
              onTabChange={setTab}
              runsBadge={newestWords && <Badge tone={newestWords.tone}>{newestWords.words}</Badge>}
            >
              {tab === "preview" && <PreviewPane view={preview.view} onRun={() => tryOut()} onGoTo={goTo} />}
              {tab === "runs" && (
                <RunsPane
                  transform={saved}
                  found={found}
                  chosenId={chosenRunId}
                  onChoose={setChosenRunId}
                  starting={starting}
                  hasUnsaved={hasUnsaved || saved === null}
                  onStart={() => void startRun()}
                  nameOf={nameOf}
                  onGoTo={goTo}
                />
              )}
              {tab === "versions" && <VersionsPane transform={saved} hasUnsaved={hasUnsaved} onRestored={adopt} />}
              {tab === "lineage" &&
                (saved ? (
                  <div className="@container h-full overflow-y-auto p-4">
                    <LineagePanel thing={{ kind: "transform", id: saved.id }} />
                  </div>
                ) : (
                  <EmptyState
                    title="Not saved yet"
                    description="What it comes from and what depends on it is shown here."
                  />
                ))}
            </ResultTabs>
          }
        />
      </div>
      <LeaveDialog hasUnsaved={hasUnsaved} thing={draft.name ? `“${draft.name}”` : "this transform"} />
      <SaveConflictDialog
        thing="transform"
        current={saving.view.state === "conflict" ? saving.view.current : null}
        onDismiss={saving.dismiss}
        onLoadTheirs={() => saving.view.state === "conflict" && adopt(saving.view.current)}
        onOverwrite={() => void saveWith(saving.overwrite)}
      />
      {isDeleting && saved && (
        <DeleteTransformDialog transform={saved} onClose={() => setIsDeleting(false)} onDeleted={leave} />
      )}
    </div>
  )
}

"use client"

import { useState } from "react"
import { CodePane } from "#components/editor/code-pane.tsx"
import type { CodeTemplate } from "#components/editor/code-template.ts"
import type { Snippet } from "#components/editor/column-completion.ts"
import type { DatasetChoice } from "#components/editor/dataset-choice.ts"
import { DraftDialogs } from "#components/editor/draft-dialogs.tsx"
import { EditorHeader } from "#components/editor/editor-header.tsx"
import { EditorPanes } from "#components/editor/editor-panes.tsx"
import { parseParams } from "#components/editor/params-text.ts"
import { useDraft, type DraftKind } from "#components/editor/use-draft.ts"
import { useEditorKeys } from "#components/editor/use-editor-keys.ts"
import { useEditorPane } from "#components/editor/use-editor-pane.ts"
import { Badge } from "#components/ui/badge.tsx"
import { notify } from "#components/ui/notify.ts"
import { useTrial } from "#lib/browser/use-trial.ts"
import { useOnOpening } from "#lib/browser/use-on-opening.ts"
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
import { TransformData } from "./transform-data.tsx"
import { TransformMenu } from "./transform-menu.tsx"
import { TransformResults } from "./transform-results.tsx"

const SNIPPETS: readonly Snippet[] = [
  { label: "inputs", insertText: 'inputs["${1:name}"]', detail: "An input as a pandas DataFrame" },
  { label: "inputs.polars", insertText: 'inputs.polars("${1:name}")', detail: "A Polars LazyFrame: never held whole" },
  { label: "inputs.arrow", insertText: 'inputs.arrow("${1:name}")', detail: "An Arrow Dataset: never held whole" },
  { label: "inputs.duckdb", insertText: 'inputs.duckdb("${1:name}")', detail: "A DuckDB relation: never held whole" },
  { label: "inputs.sql", insertText: 'inputs.sql("${1:select * from name}")', detail: "SQL over all inputs" },
]
const NO_INPUT = { title: "Choose a dataset first", description: "A transform reads at least one." }
const TRANSFORM: DraftKind<EditorDraft, TransformDraft, TransformDetail> = {
  thing: "transform",
  place: "/transforms",
  answer: dataOf(TransformDetail),
  draftOf,
  requestOf,
  isSame: isSameDraft,
  refusalOf: ({ inputs }) => (inputs.length === 0 ? NO_INPUT : null),
}

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
export function TransformEditor(props: TransformEditorProps) {
  const { transform, initialDraft, initialTab, initialRunId, datasets } = props
  const drafting = useDraft(TRANSFORM, initialDraft, transform)
  const { draft, setDraft, saved, readOnly, hasUnsaved, save } = drafting
  const { pane, setPane, onReady, goTo, insert } = useEditorPane()
  const [tab, setTab] = useState<ResultTab>(initialTab)
  const [chosenRunId, setChosenRunId] = useState(initialRunId)
  const [isDeleting, setIsDeleting] = useState(false)
  const preview = useTrial<TransformTrial, TransformPreview>("/api/transforms/preview", previewTransform.response)
  const found = useTransformRuns(drafting.isGone ? null : (saved?.id ?? null))
  const { starting, start } = useStartRun()

  const [newest] = found.runs
  const outputId = saved?.outputDatasetId ?? found.runs.find(({ status }) => status === "succeeded")?.datasetId ?? null
  const nameOf = (id: DatasetId) => datasets.find((dataset) => dataset.id === id)?.name
  const output = outputId === null ? null : { id: outputId, name: nameOf(outputId) ?? (saved?.name || "Its dataset") }

  const previewed = preview.view.state === "done" ? preview.view.last?.error : undefined
  const ran = tab === "runs" && newest?.transformVersion === saved?.version ? newest?.error : undefined
  const error = tab === "runs" ? ran : previewed
  const problem = error?.line === undefined ? null : { line: error.line, message: error.message }

  const previewDraft = (toRun: EditorDraft) => {
    const params = parseParams(toRun.paramsText)
    const missing = toRun.inputs.length === 0
    if (missing || !params.ok) {
      setPane("data")
      const { title, description } =
        missing || params.ok ? NO_INPUT : { title: "The params can't be read", description: params.message }
      notify.failed(title, { description })
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
  useOnOpening(() => {
    if (initialTab === "preview" && initialDraft.inputs.length > 0) previewDraft(initialDraft)
  })

  const startRun = async () => {
    const ready = saved !== null && !hasUnsaved ? saved : await save()
    if (ready && (await start(ready.id))) setChosenRunId(null)
  }
  const show = (next: EditorDraft) => {
    setDraft(() => next)
    if (next.inputs.length > 0) previewDraft(next)
  }
  const applyTemplate = (template: CodeTemplate) => {
    const { code } = draft
    show({ ...draft, code: template.codeFor(templateInputsOf(draft, datasets)) })
    notify.undoable(`The code is now the template “${template.name}”`, () => setDraft((now) => ({ ...now, code })))
  }
  const beginIn = (language: CardLanguage) => show(firstDraftIn(language, draft, datasets))
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
          onNameChange={drafting.rename}
          nameError={drafting.nameError}
          status={readOnly ? "read-only" : hasUnsaved ? "unsaved" : "saved"}
          isRunning={preview.view.state === "running"}
          isSaving={drafting.isSaving}
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
            <TransformData
              draft={draft}
              onChange={(next) => setDraft((before) => followingInputs(before, next, datasets))}
              datasets={datasets}
              output={output}
              saved={saved}
              onHandedOn={drafting.leave}
              onInsert={insert}
              readOnly={readOnly}
            />
          }
          code={
            <CodePane
              thing="transform"
              language={draft.language}
              value={draft.code}
              onChange={(code) => setDraft((now) => ({ ...now, code }))}
              onRun={tryOut}
              onSave={(code) => void save(code)}
              onReady={onReady}
              inputs={templateInputsOf(draft, datasets)}
              snippets={SNIPPETS}
              problem={problem}
              readOnly={readOnly}
              templates={templatesOf(draft.language)}
              onTemplate={applyTemplate}
              onBeginIn={saved === null ? beginIn : null}
              wouldLoseCode={!isUntouched(draft, datasets)}
            />
          }
          output={
            <ResultTabs
              tab={tab}
              onTabChange={setTab}
              runsBadge={newestWords && <Badge tone={newestWords.tone}>{newestWords.words}</Badge>}
            >
              <TransformResults
                tab={tab}
                saved={saved}
                hasUnsaved={hasUnsaved}
                onRestored={drafting.adopt}
                preview={<PreviewPane view={preview.view} onRun={() => tryOut()} onGoTo={goTo} />}
                runs={
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
                }
              />
            </ResultTabs>
          }
        />
      </div>
      <DraftDialogs thing="transform" drafting={drafting} onLoadTheirs={drafting.adopt} />
      {isDeleting && saved && (
        <DeleteTransformDialog transform={saved} onClose={() => setIsDeleting(false)} onDeleted={drafting.leave} />
      )}
    </div>
  )
}

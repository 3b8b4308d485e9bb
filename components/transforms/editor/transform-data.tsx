"use client"

import { DataPanel } from "#components/editor/data-panel.tsx"
import type { DatasetChoice } from "#components/editor/dataset-choice.ts"
import { withInput } from "#components/editor/input-alias.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { TransformDetail } from "#lib/domain/summaries.ts"
import { ScheduleForm } from "../schedule/schedule-form.tsx"
import type { EditorDraft } from "../transform-draft.ts"
import { TransformSettings } from "./transform-settings.tsx"

type TransformDataProps = {
  draft: EditorDraft
  onChange: (draft: EditorDraft) => void
  datasets: readonly DatasetChoice[]
  /** null before the first run that succeeds. */
  output: { id: DatasetId; name: string } | null
  saved: TransformDetail | null
  onHandedOn: () => void
  onInsert: (text: string) => void
  readOnly: boolean
}

/** Beside the code: what a transform reads, when it runs, what it makes and whose it is. */
export function TransformData(props: TransformDataProps) {
  const { draft, onChange, datasets, output, saved, onHandedOn, onInsert, readOnly } = props
  const { inputs } = draft
  return (
    <div className="flex flex-col gap-6">
      <DataPanel
        inputs={inputs}
        datasets={datasets.filter(({ id }) => id !== output?.id)}
        language={draft.language}
        pythonName={(alias) => `inputs["${alias}"]`}
        alwaysNamed
        readOnly={readOnly}
        onAdd={(dataset) => onChange({ ...draft, inputs: withInput(inputs, dataset) })}
        onRename={(before, after) =>
          onChange({
            ...draft,
            inputs: inputs.map((input) => (input.alias === before ? { ...input, alias: after } : input)),
          })
        }
        onRemove={(alias) => onChange({ ...draft, inputs: inputs.filter((input) => input.alias !== alias) })}
        onInsert={onInsert}
      />
      <ScheduleForm
        schedule={draft.schedule}
        trigger={draft.trigger}
        onScheduleChange={(schedule) => onChange({ ...draft, schedule })}
        onTriggerChange={(trigger) => onChange({ ...draft, trigger })}
        readOnly={readOnly}
      />
      <TransformSettings
        draft={draft}
        onChange={onChange}
        output={output}
        saved={saved}
        onHandedOn={onHandedOn}
        readOnly={readOnly}
      />
    </div>
  )
}
